/*
 * Runs a program as if the kernel were Linux 3.2: every system call that came later does not exist, uname says 3.2, and
 * SO_REUSEPORT (3.9) is refused. Usage: linux-3.2 [-r ROOT] PROGRAM ARGUMENT…
 */
#define _GNU_SOURCE
#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/user.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <unistd.h>

/* process_vm_writev, the last one that Linux 3.2 has on x86-64 (arch/x86/syscalls of that release). */
#define LAST_OF_3_2 311

#define LOAD(field) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, field))
#define ANSWER(what) BPF_STMT(BPF_RET | BPF_K, what)

static void refuse_newer_calls(void)
{
	struct sock_filter rules[] = {
		LOAD(nr),
		BPF_JUMP(BPF_JMP | BPF_JGT | BPF_K, LAST_OF_3_2, 0, 1),
		ANSWER(SECCOMP_RET_ERRNO | ENOSYS),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_uname, 0, 1),
		ANSWER(SECCOMP_RET_TRACE),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_setsockopt, 0, 3),
		LOAD(args[2]),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SO_REUSEPORT, 0, 1),
		ANSWER(SECCOMP_RET_ERRNO | ENOPROTOOPT),
		ANSWER(SECCOMP_RET_ALLOW),
	};
	struct sock_fprog program = { sizeof rules / sizeof *rules, rules };

	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) || prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program)) {
		perror("seccomp");
		_exit(126);
	}
}

/* The call itself is skipped; its answer is written where the program wants it. */
static void answer_uname(pid_t thread)
{
	struct user_regs_struct registers;
	struct utsname name = { "Linux", "precise", "3.2.0-126-generic", "#169-Ubuntu SMP", "x86_64", "(none)" };
	struct iovec ours = { &name, sizeof name }, theirs;

	ptrace(PTRACE_GETREGS, thread, 0, &registers);
	theirs.iov_base = (void *)registers.rdi;
	theirs.iov_len = sizeof name;
	registers.rax = process_vm_writev(thread, &ours, 1, &theirs, 1, 0) < 0 ? -EFAULT : 0;
	registers.orig_rax = -1;
	ptrace(PTRACE_SETREGS, thread, 0, &registers);
}

static int follow(pid_t first)
{
	int status, signal;
	pid_t thread;

	while ((thread = waitpid(-1, &status, __WALL)) > 0) {
		if (WIFEXITED(status) || WIFSIGNALED(status)) {
			if (thread == first)
				return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
			continue;
		}
		signal = WSTOPSIG(status);
		if (status >> 8 == (SIGTRAP | PTRACE_EVENT_SECCOMP << 8))
			answer_uname(thread);
		/* Events and first stops of new threads are ours; all other signals are the program's. */
		if (status >> 16 || signal == SIGSTOP || signal == SIGTRAP)
			signal = 0;
		ptrace(PTRACE_CONT, thread, 0, signal);
	}
	return 125;
}

int main(int argc, char **argv)
{
	int status, at = 1;
	const char *root = NULL;
	pid_t child;
	long options = PTRACE_O_TRACESECCOMP | PTRACE_O_TRACECLONE | PTRACE_O_TRACEFORK | PTRACE_O_TRACEVFORK |
		       PTRACE_O_TRACEEXEC | PTRACE_O_EXITKILL;

	if (argc > 3 && !strcmp(argv[1], "-r")) {
		root = argv[2];
		at = 3;
	}
	child = fork();
	if (child == 0) {
		if (root && (chroot(root) || chdir("/"))) {
			perror(root);
			_exit(126);
		}
		ptrace(PTRACE_TRACEME, 0, 0, 0);
		raise(SIGSTOP);
		refuse_newer_calls();
		execv(argv[at], argv + at);
		perror(argv[at]);
		_exit(127);
	}
	waitpid(child, &status, __WALL);
	ptrace(PTRACE_SETOPTIONS, child, 0, options);
	ptrace(PTRACE_CONT, child, 0, 0);
	status = follow(child);
	return status;
}
