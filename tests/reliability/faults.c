/* A disk that fails: preloaded, it counts the calls that alter files below one folder, and
 * lets the one that is asked for kill the process, write half, fill the disk or fail. It can
 * also write every such call down, for power cuts to be played from. Linux only. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

enum { NOTHING, KILL, TEAR, FULL_ONCE, FULL_FOR_GOOD, FAIL_ONCE, FAIL_FOR_GOOD };

static char folder[4096];
static long at;
static long seen;
static int kind;
static int records = -1;

void faults_arm(const char *below, long number, int fault, int log_handle)
{
    strncpy(folder, below, sizeof folder - 1);
    at = number;
    kind = fault;
    records = log_handle;
    seen = 0;
}

long faults_seen(void) { return seen; }

#define REAL(name) ((__typeof__(&name))real(#name))
static void *real(const char *name) { return dlsym(RTLD_NEXT, name); }

static int is_ours(const char *path)
{
    size_t length = strlen(folder);
    return length && !strncmp(path, folder, length) && (!path[length] || path[length] == '/');
}

/* The path behind a handle; NULL where it is none of ours or has been taken away. */
static const char *path_of(int handle)
{
    static char path[4096];
    char link[64];
    if (!folder[0] || handle == records)
        return NULL;
    snprintf(link, sizeof link, "/proc/self/fd/%d", handle);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length < 0)
        return NULL;
    path[length] = 0;
    return is_ours(path) ? path : NULL;
}

/* Count a call; the error it has to end with, or 0. Room is what a full disk lacks. */
static int counted(int needs_room)
{
    seen++;
    int now = seen == at;
    int since = seen >= at;
    if (kind == KILL && now)
        kill(getpid(), SIGKILL);
    if ((kind == FAIL_ONCE && now) || (kind == FAIL_FOR_GOOD && since))
        return EIO;
    if (needs_room && ((kind == FULL_ONCE && now) || (kind == FULL_FOR_GOOD && since)))
        return ENOSPC;
    return 0;
}

static int is_torn(void) { return kind == TEAR && seen == at; }

static void record(const char *call, const char *path, long long place, const void *data, size_t n)
{
    if (records < 0)
        return;
    char *line = malloc(strlen(path) + 2 * n + 64);
    int length = sprintf(line, "%s\t%s\t%lld\t", call, path + strlen(folder), place);
    for (size_t i = 0; i < n; i++)
        length += sprintf(line + length, "%02x", ((const unsigned char *)data)[i]);
    line[length++] = '\n';
    if (REAL(write)(records, line, length) != length)
        abort();
    free(line);
}

/* End a call that has been carried out: as asked, by a kill; else write it down. */
#define DONE(call, path, place, data, n)                                                           \
    do {                                                                                           \
        if (is_torn())                                                                             \
            kill(getpid(), SIGKILL);                                                               \
        if (result >= 0)                                                                           \
            record(call, path, place, data, n);                                                    \
    } while (0)

#define REFUSE_IF(error)                                                                           \
    do {                                                                                           \
        int number = (error);                                                                      \
        if (number) {                                                                              \
            errno = number;                                                                        \
            return -1;                                                                             \
        }                                                                                          \
    } while (0)

ssize_t write(int handle, const void *data, size_t n)
{
    const char *path = path_of(handle);
    if (!path)
        return REAL(write)(handle, data, n);
    REFUSE_IF(counted(1));
    off_t place = lseek(handle, 0, SEEK_CUR);
    ssize_t result = REAL(write)(handle, data, is_torn() ? n / 2 : n);
    DONE("write", path, place, data, result < 0 ? 0 : (size_t)result);
    return result;
}

#define PWRITE(name, type)                                                                         \
    ssize_t name(int handle, const void *data, size_t n, type place)                               \
    {                                                                                              \
        const char *path = path_of(handle);                                                        \
        if (!path)                                                                                 \
            return REAL(name)(handle, data, n, place);                                             \
        REFUSE_IF(counted(1));                                                                     \
        ssize_t result = REAL(name)(handle, data, is_torn() ? n / 2 : n, place);                   \
        DONE("write", path, place, data, result < 0 ? 0 : (size_t)result);                         \
        return result;                                                                             \
    }
PWRITE(pwrite, off_t)
PWRITE(pwrite64, off64_t)

/* What Python copies files with; how much of it is written is all that tearing changes. */
#define SENDFILE(name, type)                                                                       \
    ssize_t name(int to, int from, type *place, size_t n)                                          \
    {                                                                                              \
        const char *path = path_of(to);                                                            \
        if (!path)                                                                                 \
            return REAL(name)(to, from, place, n);                                                 \
        REFUSE_IF(counted(1));                                                                     \
        ssize_t result = REAL(name)(to, from, place, is_torn() ? 4096 : n);                        \
        DONE("sendfile", path, 0, "", 0);                                                          \
        return result;                                                                             \
    }
SENDFILE(sendfile, off_t)
SENDFILE(sendfile64, off64_t)

#define SYNC(name)                                                                                 \
    int name(int handle)                                                                           \
    {                                                                                              \
        const char *path = path_of(handle);                                                        \
        if (!path)                                                                                 \
            return REAL(name)(handle);                                                             \
        REFUSE_IF(counted(1));                                                                     \
        int result = REAL(name)(handle);                                                           \
        DONE("sync", path, 0, "", 0);                                                              \
        return result;                                                                             \
    }
SYNC(fsync)
SYNC(fdatasync)

#define TRUNCATE(name, type)                                                                       \
    int name(int handle, type size)                                                                \
    {                                                                                              \
        const char *path = path_of(handle);                                                        \
        if (!path)                                                                                 \
            return REAL(name)(handle, size);                                                       \
        REFUSE_IF(counted(0));                                                                     \
        int result = REAL(name)(handle, size);                                                     \
        DONE("truncate", path, size, "", 0);                                                       \
        return result;                                                                             \
    }
TRUNCATE(ftruncate, off_t)
TRUNCATE(ftruncate64, off64_t)

int unlink(const char *path)
{
    if (!is_ours(path))
        return REAL(unlink)(path);
    REFUSE_IF(counted(0));
    int result = REAL(unlink)(path);
    DONE("unlink", path, 0, "", 0);
    return result;
}

int rename(const char *from, const char *to)
{
    if (!is_ours(from))
        return REAL(rename)(from, to);
    REFUSE_IF(counted(1));
    int result = REAL(rename)(from, to);
    DONE("rename", from, 0, to + strlen(folder), strlen(to) - strlen(folder));
    return result;
}

int link(const char *from, const char *to)
{
    if (!is_ours(to))
        return REAL(link)(from, to);
    REFUSE_IF(counted(1));
    int result = REAL(link)(from, to);
    DONE("link", from, 0, to + strlen(folder), strlen(to) - strlen(folder));
    return result;
}

int mkdir(const char *path, mode_t mode)
{
    if (!is_ours(path))
        return REAL(mkdir)(path, mode);
    REFUSE_IF(counted(1));
    int result = REAL(mkdir)(path, mode);
    DONE("mkdir", path, 0, "", 0);
    return result;
}

/* Only the making of a file alters anything. */
#define OPEN(name)                                                                                 \
    int name(const char *path, int flags, ...)                                                     \
    {                                                                                              \
        va_list more;                                                                              \
        va_start(more, flags);                                                                     \
        mode_t mode = flags & O_CREAT ? va_arg(more, mode_t) : 0;                                  \
        va_end(more);                                                                              \
        if (!(flags & O_CREAT) || !is_ours(path) || !access(path, F_OK))                           \
            return REAL(name)(path, flags, mode);                                                  \
        REFUSE_IF(counted(1));                                                                     \
        int result = REAL(name)(path, flags, mode);                                                \
        DONE("create", path, 0, "", 0);                                                            \
        return result;                                                                             \
    }
OPEN(open)
OPEN(open64)
