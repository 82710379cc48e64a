#define _GNU_SOURCE
#include "sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#if defined(__x86_64__)
#define ARCHITECTURE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define ARCHITECTURE AUDIT_ARCH_AARCH64
#else
#error "the system calls of this architecture are not known"
#endif

#define LOAD(field) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, field))
#define END(action) BPF_STMT(BPF_RET | BPF_K, action)
#define ALLOW(name) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, __NR_##name, 0, 1), END(SECCOMP_RET_ALLOW)

// What JavaScriptCore needs to compute and to collect garbage; all else is refused. A thread may be started, a process
// not: clone3 has its flags in memory, where the filter can't look, and glibc falls back to clone.
static struct sock_filter filter[] = {
    LOAD(arch),
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, ARCHITECTURE, 1, 0),
    END(SECCOMP_RET_KILL_PROCESS),
    LOAD(nr),
    ALLOW(read),
    ALLOW(pread64),
    ALLOW(write),
#ifdef __NR_poll
    ALLOW(poll),
#endif
    ALLOW(ppoll),
    ALLOW(futex),
    ALLOW(mmap),
    ALLOW(munmap),
    ALLOW(mremap),
    ALLOW(mprotect),
    ALLOW(madvise),
    ALLOW(brk),
    ALLOW(rt_sigaction),
    ALLOW(rt_sigprocmask),
    ALLOW(rt_sigreturn),
    ALLOW(rt_sigsuspend),
    ALLOW(sigaltstack),
    ALLOW(tgkill),
    ALLOW(getpid),
    ALLOW(gettid),
    ALLOW(sched_yield),
    ALLOW(sched_getaffinity),
    ALLOW(clock_gettime),
    ALLOW(clock_nanosleep),
    ALLOW(nanosleep),
    ALLOW(gettimeofday),
    ALLOW(getrandom),
    ALLOW(getrusage),
    ALLOW(sysinfo),
    ALLOW(membarrier),
    ALLOW(restart_syscall),
    ALLOW(set_robust_list),
    ALLOW(rseq),
    ALLOW(exit),
    ALLOW(exit_group),
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, __NR_clone3, 0, 1),
    END(SECCOMP_RET_ERRNO | ENOSYS),
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, __NR_clone, 0, 3),
    LOAD(args[0]),
    BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, CLONE_THREAD, 0, 1),
    END(SECCOMP_RET_ALLOW),
    END(SECCOMP_RET_ERRNO | EPERM),
};

static int refuse(const char *what, char *why, size_t why_size) {
  snprintf(why, why_size, "the sandbox can't be made: %s: %s", what, strerror(errno));
  return -1;
}

// How many bytes of address space this process has, and how many of them are resident: the first two numbers in
// /proc/self/statm. System calls alone, so that a signal's handler may ask.
static int statm = -1;
static int64_t page_bytes;

static int64_t memory(int index) {
  char text[128];
  ssize_t count = pread(statm, text, sizeof text, 0);
  int64_t pages = 0;
  for (ssize_t i = 0; i < count && index >= 0; i++) {
    if (text[i] == ' ') index--;
    else if (index == 0) pages = pages * 10 + text[i] - '0';
  }
  return pages * page_bytes;
}

static int limit(int resource, size_t value) {
  struct rlimit limit = {value, value};
  return setrlimit(resource, &limit);
}

// Bytes that may be resident, and the processor time of a call, in nanoseconds.
static int64_t resident_max, call_max;
// The processor time when the call at hand began; 0 when there is none. The one thread that calls writes it.
static _Atomic int64_t call_began;

static int64_t processor_time(void) {
  struct timespec time;
  return clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time) == 0 ? time.tv_sec * 1000000000LL + time.tv_nsec : 0;
}

// Interrupts whatever runs: all that it calls is a system call, and what it interrupts keeps its error.
static void look(int signal) {
  (void)signal;
  int error = errno;
  int64_t began = call_began;
  if (memory(1) > resident_max || (began != 0 && processor_time() - began > call_max)) _exit(EXIT_FAILURE);
  errno = error;
}

void sandbox_call_begins(void) { call_began = processor_time(); }
void sandbox_call_ends(void) { call_began = 0; }

// What is within JavaScriptCore's own code is not interrupted by it, and array buffers lie in the address space that it has
// reserved. So somebody looks each time that the process has computed for another 10 ms; as long as it waits nobody does.
static int watch(size_t more_bytes_max, double call_seconds_max) {
  resident_max = memory(1) + (int64_t)more_bytes_max;
  call_max = (int64_t)(call_seconds_max * 1e9);
  struct sigaction action = {.sa_handler = look, .sa_flags = SA_RESTART};
  struct itimerval interval = {{0, 10000}, {0, 10000}};
  return sigaction(SIGPROF, &action, NULL) != 0 || setitimer(ITIMER_PROF, &interval, NULL) != 0 ? -1 : 0;
}

int sandbox_enter(size_t more_bytes_max, double call_seconds_max, char *why, size_t why_size) {
  // JavaScriptCore reserves far more address space than it uses, so what counts is what comes on top of that.
  page_bytes = sysconf(_SC_PAGESIZE);
  statm = open("/proc/self/statm", O_RDONLY | O_CLOEXEC);
  int64_t reserved = statm < 0 ? 0 : memory(0);
  if (reserved == 0) return refuse("/proc/self/statm", why, why_size);
  if (limit(RLIMIT_AS, (size_t)reserved + more_bytes_max) != 0) return refuse("setrlimit", why, why_size);
  if (limit(RLIMIT_CORE, 0) != 0) return refuse("setrlimit", why, why_size);
  if (watch(more_bytes_max, call_seconds_max) != 0) return refuse("setitimer", why, why_size);
  if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0 || prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
    return refuse("prctl", why, why_size);
  struct sock_fprog program = {sizeof filter / sizeof *filter, filter};
  // Threads that JavaScriptCore has already started are locked in with this one.
  if (syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_TSYNC, &program) != 0)
    return refuse("seccomp", why, why_size);
  return 0;
}
