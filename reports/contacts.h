/* The command contacts: whom to write to about a network. */
#ifndef REPORTS_CONTACTS_H
#define REPORTS_CONTACTS_H

/* Runs the command; argv[0] is its name. Gives the exit code. */
int contacts_main(int argc, char **argv);

#endif
