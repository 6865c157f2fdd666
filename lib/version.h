/* The version of all programs, as --version and the run record say it. */
#ifndef LIB_VERSION_H
#define LIB_VERSION_H

#define VERSION "0.1.0"

#endif
