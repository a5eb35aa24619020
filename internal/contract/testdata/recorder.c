// A library for LD_PRELOAD that stands between a program and one database file with its write-ahead log. It
// keeps a record of what reaches the disk, in the order in which it does, and makes the disk fail or wait when
// told to. It knows nothing of SQLite.
//
//   RECORDER_FILES    the path of the database; a path that this begins is watched too, but for "-shm"
//   RECORDER_LOG      file that takes the record; nothing is recorded without it
//   RECORDER_CONTROL  file of one struct control, shared with the test; nothing fails without it
//
// Each entry of the record is a struct entry, in the byte order of the machine, followed by `length` bytes: the
// name for CREATE, OPEN and UNLINK, the data for WRITE.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

enum { CREATE = 1, OPEN, WRITE, TRUNCATE, SYNC_BEGIN, SYNC_END, SYNC_DIR, UNLINK, SYNC_FAILS };

struct entry {
	uint64_t at; // CLOCK_MONOTONIC, nanoseconds
	uint32_t kind, fd;
	uint64_t offset, length; // for TRUNCATE the offset is the new size
};

struct control {
	int32_t sync_errno, write_errno; // what fsync and writing answer from now on; 0 = they work
	uint32_t sync_delay;             // microseconds that each fsync takes longer
};

#define MAX_FD 65536
enum { OTHER = 0, WATCHED, FOLDER };

static pthread_mutex_t order = PTHREAD_MUTEX_INITIALIZER;
static char watched[MAX_FD];
static const char *files;
static size_t folder; // length of the path of the folder that holds them
static int record = -1;
static volatile struct control *control;
static struct control calm;

static int (*real_open)(const char *, int, ...);
static int (*real_close)(int);
static ssize_t (*real_write)(int, const void *, size_t);
static ssize_t (*real_pwrite)(int, const void *, size_t, off_t);
static int (*real_ftruncate)(int, off_t);
static int (*real_fsync)(int), (*real_fdatasync)(int);
static int (*real_unlink)(const char *);

__attribute__((constructor)) static void start(void)
{
	real_open = dlsym(RTLD_NEXT, "open");
	real_close = dlsym(RTLD_NEXT, "close");
	real_write = dlsym(RTLD_NEXT, "write");
	real_pwrite = dlsym(RTLD_NEXT, "pwrite64");
	real_ftruncate = dlsym(RTLD_NEXT, "ftruncate64");
	real_fsync = dlsym(RTLD_NEXT, "fsync");
	real_fdatasync = dlsym(RTLD_NEXT, "fdatasync");
	real_unlink = dlsym(RTLD_NEXT, "unlink");
	control = &calm;
	files = getenv("RECORDER_FILES");
	if (files == NULL || strrchr(files, '/') == NULL)
		abort();
	folder = (size_t)(strrchr(files, '/') - files);
	const char *name = getenv("RECORDER_LOG");
	if (name != NULL && (record = real_open(name, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600)) < 0)
		abort();
	if ((name = getenv("RECORDER_CONTROL")) == NULL)
		return;
	int fd = real_open(name, O_RDONLY | O_CLOEXEC);
	void *page = mmap(NULL, sizeof(struct control), PROT_READ, MAP_SHARED, fd, 0);
	if (fd < 0 || page == MAP_FAILED)
		abort();
	real_close(fd);
	control = page;
}

// note appends an entry. Its time is taken under the lock, so that the record is in the order of its times.
static void note(int kind, int fd, uint64_t offset, const void *data, size_t length)
{
	if (record < 0)
		return;
	pthread_mutex_lock(&order);
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	struct entry e = {(uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec, (uint32_t)kind, (uint32_t)fd, offset, length};
	struct iovec parts[2] = {{&e, sizeof e}, {(void *)data, length}};
	if (writev(record, parts, 2) != (ssize_t)(sizeof e + length))
		abort(); // a record with a hole proves nothing
	pthread_mutex_unlock(&order);
}

static int kind_of(const char *path)
{
	size_t length = strlen(path);
	if (length == folder && strncmp(path, files, folder) == 0)
		return FOLDER;
	if (strncmp(path, files, strlen(files)) != 0)
		return OTHER;
	return length > 4 && strcmp(path + length - 4, "-shm") == 0 ? OTHER : WATCHED;
}

static int is(int fd, int kind) { return fd >= 0 && fd < MAX_FD && watched[fd] == kind; }

static int refuse(void)
{
	errno = control->write_errno;
	return -1;
}

int open(const char *path, int flags, ...)
{
	va_list more;
	va_start(more, flags);
	mode_t mode = (flags & (O_CREAT | O_TMPFILE)) ? va_arg(more, mode_t) : 0;
	va_end(more);
	int kind = kind_of(path), old = kind == WATCHED && access(path, F_OK) == 0;
	if (control->write_errno && kind == WATCHED && !old && (flags & O_CREAT))
		return refuse();
	int fd = real_open(path, flags, mode);
	if (fd < 0 || fd >= MAX_FD)
		return fd;
	watched[fd] = (char)kind;
	if (kind == WATCHED)
		note(old ? OPEN : CREATE, fd, 0, path + folder + 1, strlen(path + folder + 1));
	if (kind == WATCHED && (flags & O_TRUNC))
		note(TRUNCATE, fd, 0, NULL, 0);
	return fd;
}

int open64(const char *path, int flags, ...) __attribute__((alias("open")));

int close(int fd)
{
	if (fd >= 0 && fd < MAX_FD)
		watched[fd] = OTHER;
	return real_close(fd);
}

// wrote passes on what a write answered and notes as much as was written.
static ssize_t wrote(int fd, const void *data, off_t at, ssize_t n)
{
	if (n > 0)
		note(WRITE, fd, (uint64_t)at, data, (size_t)n);
	return n;
}

ssize_t write(int fd, const void *data, size_t length)
{
	if (!is(fd, WATCHED))
		return real_write(fd, data, length);
	if (control->write_errno)
		return refuse();
	off_t at = lseek(fd, 0, SEEK_CUR);
	return wrote(fd, data, at, real_write(fd, data, length));
}

ssize_t pwrite64(int fd, const void *data, size_t length, off_t at)
{
	if (!is(fd, WATCHED))
		return real_pwrite(fd, data, length, at);
	if (control->write_errno)
		return refuse();
	return wrote(fd, data, at, real_pwrite(fd, data, length, at));
}

ssize_t pwrite(int fd, const void *data, size_t length, off_t at) __attribute__((alias("pwrite64")));

int ftruncate64(int fd, off_t size)
{
	if (is(fd, WATCHED) && control->write_errno)
		return refuse();
	int done = real_ftruncate(fd, size);
	if (done == 0 && is(fd, WATCHED))
		note(TRUNCATE, fd, (uint64_t)size, NULL, 0);
	return done;
}

int ftruncate(int fd, off_t size) __attribute__((alias("ftruncate64")));

static int sync_with(int (*real)(int), int fd)
{
	if (!is(fd, WATCHED) && !is(fd, FOLDER))
		return real(fd);
	note(SYNC_BEGIN, fd, 0, NULL, 0);
	if (control->sync_delay)
		usleep(control->sync_delay);
	int failed = control->sync_errno;
	if (failed) {
		note(SYNC_FAILS, fd, 0, NULL, 0);
		errno = failed;
		return -1;
	}
	int done = real(fd);
	if (done == 0)
		note(is(fd, FOLDER) ? SYNC_DIR : SYNC_END, fd, 0, NULL, 0);
	return done;
}

int fsync(int fd) { return sync_with(real_fsync, fd); }

int fdatasync(int fd) { return sync_with(real_fdatasync, fd); }

int unlink(const char *path)
{
	int kind = kind_of(path), done = real_unlink(path);
	if (done == 0 && kind == WATCHED)
		note(UNLINK, -1, 0, path + folder + 1, strlen(path + folder + 1));
	return done;
}
