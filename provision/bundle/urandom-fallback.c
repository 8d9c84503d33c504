/*
 * Random bytes for Node on Linux older than 3.17, which has no getrandom: without this, every start of Node reads from
 * /dev/random and hangs on an idle machine (ubuntu-12.04.md section 3.4). The kernel is asked first, so on newer ones
 * nothing changes. libuv calls syscall(SYS_getrandom) itself, hence the third function.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stddef.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <unistd.h>

static long kernel(long number, long a, long b, long c, long d, long e, long f)
{
	long result;
	register long r10 __asm__("r10") = d;
	register long r8 __asm__("r8") = e;
	register long r9 __asm__("r9") = f;

	__asm__ volatile("syscall" : "=a"(result) : "a"(number), "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8), "r"(r9)
			 : "rcx", "r11", "memory");
	if (result < 0 && result > -4096) {
		errno = (int)-result;
		return -1;
	}
	return result;
}

static ssize_t from_urandom(char *buffer, size_t length)
{
	size_t got = 0;
	int descriptor = open("/dev/urandom", O_RDONLY | O_CLOEXEC);

	if (descriptor < 0)
		return -1;
	while (got < length) {
		ssize_t more = read(descriptor, buffer + got, length - got);
		if (more < 0 && errno == EINTR)
			continue;
		if (more <= 0)
			break;
		got += (size_t)more;
	}
	close(descriptor);
	if (got == length)
		return (ssize_t)got;
	errno = EIO;
	return -1;
}

ssize_t getrandom(void *buffer, size_t length, unsigned int flags)
{
	long result = kernel(SYS_getrandom, (long)buffer, (long)length, flags, 0, 0, 0);

	return result < 0 && errno == ENOSYS ? from_urandom(buffer, length) : result;
}

int getentropy(void *buffer, size_t length)
{
	if (length > 256) {
		errno = EIO;
		return -1;
	}
	return getrandom(buffer, length, 0) == (ssize_t)length ? 0 : -1;
}

long syscall(long number, ...)
{
	va_list list;
	long a, b, c, d, e, f;

	va_start(list, number);
	a = va_arg(list, long);
	b = va_arg(list, long);
	c = va_arg(list, long);
	d = va_arg(list, long);
	e = va_arg(list, long);
	f = va_arg(list, long);
	va_end(list);
	if (number == SYS_getrandom)
		return getrandom((void *)a, (size_t)b, (unsigned int)c);
	return kernel(number, a, b, c, d, e, f);
}
