/* The command subscribe: a new subscriber, from the wish to the proof. */
#ifndef REPORTS_SUBSCRIBE_H
#define REPORTS_SUBSCRIBE_H

/* Runs the command; argv[0] is its name. Gives the exit code. */
int subscribe_main(int argc, char **argv);

#endif
