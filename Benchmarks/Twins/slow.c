// Preloaded: a disk that takes 10 ms for each sync, one after the other.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <pthread.h>
#include <time.h>

static pthread_mutex_t disk = PTHREAD_MUTEX_INITIALIZER;

static int slowly(const char *name, int fd) {
  int (*sync)(int) = (int (*)(int))dlsym(RTLD_NEXT, name);
  struct timespec pause = {0, 10 * 1000 * 1000};
  pthread_mutex_lock(&disk);
  nanosleep(&pause, NULL);
  int result = sync(fd);
  pthread_mutex_unlock(&disk);
  return result;
}

int fdatasync(int fd) { return slowly("fdatasync", fd); }
int fsync(int fd) { return slowly("fsync", fd); }
