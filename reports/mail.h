/* The command mail: reports on the shelf go to their subscribers. */
#ifndef REPORTS_MAIL_H
#define REPORTS_MAIL_H

/* Runs the command; argv[0] is its name. Gives the exit code. */
int mail_main(int argc, char **argv);

#endif
