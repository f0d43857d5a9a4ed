/** Scripts can rely on these (`onefold import --help`, README.md). */
export const EXIT_DONE = 0;
export const EXIT_ERROR = 1;
export const EXIT_REJECTED = 2;
export const EXIT_FAILED = 3;
export const EXIT_SERVICE = 4;
export const EXIT_INTERRUPTED = 130;

export const EXIT_CODES_HELP = `
Exit codes:
  0    everything was applied; there can be warnings
  1    it can't be done as asked: an option, the file, or what the service refused it for
  2    it ended, and some rows were rejected, or values of rows were not applied
  3    the job failed or was cancelled, or its upload broke off for good
  4    the service doesn't answer, takes nothing now, or refuses the API key
  130  interrupted`;
