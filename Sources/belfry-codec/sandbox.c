#define _GNU_SOURCE
#include "sandbox.h"

#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
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

static size_t address_space(void) {
  unsigned long pages = 0;
  FILE *file = fopen("/proc/self/statm", "r");
  if (file == NULL) return 0;
  if (fscanf(file, "%lu", &pages) != 1) pages = 0;
  fclose(file);
  return pages * (size_t)sysconf(_SC_PAGESIZE);
}

static int limit(int resource, size_t value) {
  struct rlimit limit = {value, value};
  return setrlimit(resource, &limit);
}

int sandbox_enter(size_t more_bytes_max, char *why, size_t why_size) {
  // JavaScriptCore reserves far more address space than it uses, so what counts is what comes on top of that.
  size_t reserved = address_space();
  if (reserved == 0) return refuse("/proc/self/statm", why, why_size);
  if (limit(RLIMIT_AS, reserved + more_bytes_max) != 0) return refuse("setrlimit", why, why_size);
  if (limit(RLIMIT_CORE, 0) != 0) return refuse("setrlimit", why, why_size);
  if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0 || prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
    return refuse("prctl", why, why_size);
  struct sock_fprog program = {sizeof filter / sizeof *filter, filter};
  // Threads that JavaScriptCore has already started are locked in with this one.
  if (syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_TSYNC, &program) != 0)
    return refuse("seccomp", why, why_size);
  return 0;
}
