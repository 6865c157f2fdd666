/* Classes of numbers: response sizes and amplification factors, in bins. */
#ifndef RENDER_READ_CLASSES_H
#define RENDER_READ_CLASSES_H

#include <stdint.h>

/* Class 0 is "not known"; the others are 1…, by rising numbers. */
enum { SIZE_CLASSES = 16, AMPLIFICATION_CLASSES = 20, STRATUM_CLASSES = 18 };

/* The class of a response of so many bytes, 1… */
uint8_t class_of_size(uint64_t bytes);

/* The class of an amplification factor in hundredths, 1… */
uint8_t class_of_amplification(uint64_t hundredths);

/* The class of a stratum 0…16, 1…17; anything else is 0. */
uint8_t class_of_stratum(uint64_t stratum);

/* What a class is called in addresses and files ("400-499", "30-34.99") and by
 * readers. 0 < class < number of classes. Static texts. */
const char *class_size_key(uint8_t class);
const char *class_size_name(uint8_t class);
const char *class_amplification_key(uint8_t class);
const char *class_amplification_name(uint8_t class);
const char *class_stratum_key(uint8_t class);
const char *class_stratum_name(uint8_t class);

#endif
