/* Writes down every file operation under CPO_LOG_UNDER, and every promise on standard output, in their order.
 *
 * A record in CPO_LOG_FILE: one letter (w write, t truncate, s sync, u unlink, a promise), then the length of the name, the
 * offset or new size and the length of the data (8 bytes each, this machine's order), then name and data. What a power cut may
 * leave is worked out from that by test_power.py. What a program says that this one begins is no promise. The -shm file is left out: SQLite rebuilds it.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

static int out = -1, promises = 0;
static char under[4096];

__attribute__((constructor)) static void begin(void) {
    const char *folder = getenv("CPO_LOG_UNDER"), *file = getenv("CPO_LOG_FILE");
    if (!folder || !file) return;
    snprintf(under, sizeof under, "%s", folder);
    if (!getenv("CPO_LOG_BEGUN")) promises = setenv("CPO_LOG_BEGUN", "1", 1) == 0;
    out = syscall(SYS_openat, AT_FDCWD, file, O_CREAT | O_WRONLY | O_APPEND, 0600);
}

static void note(char kind, const char *name, int64_t place, const void *data, int64_t size) {
    int64_t header[3] = {(int64_t)strlen(name), place, size};
    struct iovec parts[4] = {{&kind, 1}, {header, sizeof header}, {(void *)name, strlen(name)}, {(void *)data, data ? (size_t)size : 0}};
    if (out >= 0) syscall(SYS_writev, out, parts, 4);
}

static const char *name_of(int descriptor) {
    static char path[4096];
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length <= 0 || !under[0]) return NULL;
    path[length] = 0;
    if (length > 4 && !strcmp(path + length - 4, "-shm")) return NULL;
    return strncmp(path, under, strlen(under)) ? NULL : path;
}

#define REAL(name, type, ...) static type (*real)(__VA_ARGS__); if (!real) real = dlsym(RTLD_NEXT, name)

ssize_t write(int d, const void *b, size_t n) {
    REAL("write", ssize_t, int, const void *, size_t);
    off_t at = lseek(d, 0, SEEK_CUR);
    ssize_t done = real(d, b, n);
    int promise = promises && d == 1;
    const char *name = promise ? "" : name_of(d);
    if (done > 0 && name) note(promise ? 'a' : 'w', name, at < 0 ? 0 : at, b, done);
    return done;
}
#define PWRITE(called) \
    ssize_t called(int d, const void *b, size_t n, off_t o) { \
        REAL(#called, ssize_t, int, const void *, size_t, off_t); \
        ssize_t done = real(d, b, n, o); \
        const char *name = name_of(d); \
        if (done > 0 && name) note('w', name, o, b, done); \
        return done; \
    }
PWRITE(pwrite)
PWRITE(pwrite64)
#define TRUNCATE(called) \
    int called(int d, off_t n) { \
        REAL(#called, int, int, off_t); \
        int done = real(d, n); \
        const char *name = name_of(d); \
        if (!done && name) note('t', name, n, NULL, 0); \
        return done; \
    }
TRUNCATE(ftruncate)
TRUNCATE(ftruncate64)
#define SYNC(called) \
    int called(int d) { \
        REAL(#called, int, int); \
        int done = real(d); \
        const char *name = name_of(d); \
        if (!done && name) note('s', name, 0, NULL, 0); \
        return done; \
    }
SYNC(fsync)
SYNC(fdatasync)
int unlink(const char *p) {
    REAL("unlink", int, const char *);
    int done = real(p);
    if (!done && under[0] && !strncmp(p, under, strlen(under))) note('u', p, 0, NULL, 0);
    return done;
}
