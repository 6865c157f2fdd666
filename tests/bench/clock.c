/* Runs a program and adds a line to a file: its wall time and its processor
 * time in seconds, and the most memory that it held, in megabytes. */
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double
seconds_since(const struct timespec *start)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)(now.tv_sec - start->tv_sec) +
	       (double)(now.tv_nsec - start->tv_nsec) / 1e9;
}

static double
seconds_of(struct timeval t)
{
	return (double)t.tv_sec + (double)t.tv_usec / 1e6;
}

static int
run(char **argv, double *wall, struct rusage *used)
{
	struct timespec start;
	int status;
	clock_gettime(CLOCK_MONOTONIC, &start);
	const pid_t pid = fork();
	if (pid == 0) {
		execvp(argv[0], argv);
		perror(argv[0]);
		_exit(127);
	}
	if (pid < 0 || wait4(pid, &status, 0, used) != pid) {
		perror("clock");
		return 1;
	}
	*wall = seconds_since(&start);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}

int
main(int argc, char **argv)
{
	struct rusage used;
	double wall;
	if (argc < 3) {
		fputs("usage: clock FILE PROGRAM [ARGUMENT...]\n", stderr);
		return 2;
	}
	const int status = run(argv + 2, &wall, &used);
	FILE *out = status == 0 ? fopen(argv[1], "ae") : NULL;
	if (status != 0)
		return status;
	if (out == NULL) {
		perror(argv[1]);
		return 1;
	}
	fprintf(out, "%.3f %.3f %.1f\n", wall,
	    seconds_of(used.ru_utime) + seconds_of(used.ru_stime),
	    (double)used.ru_maxrss * 1024 / 1e6);
	return fclose(out) == 0 ? 0 : 1;
}
