/* Writes down every file operation under CPO_LOG_UNDER, and every promise on standard output, in their order.
 *
 * A record in CPO_LOG_FILE: one letter, then the length of the name, a place, the length of the data and the number of the
 * file on its disk (8 bytes each, this machine's order), then name and data. The letters: c create (place is the mode),
 * m another mode, w write (place is the offset), t truncate (place is the new size), s sync of a file, d sync of a folder,
 * r rename and l link (data is the new name), u unlink, a promise. What a power cut may leave is worked out from that by
 * disk.py. What a program says that this one begins is no promise. The -shm file is left out: SQLite rebuilds it.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
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

static void note(char kind, const char *name, int64_t place, const void *data, int64_t size, int64_t file) {
    int64_t header[4] = {(int64_t)strlen(name), place, size, file};
    struct iovec parts[4] = {{&kind, 1}, {header, sizeof header}, {(void *)name, strlen(name)}, {(void *)data, data ? (size_t)size : 0}};
    if (out >= 0) syscall(SYS_writev, out, parts, 4);
}

/* A path that is watched: what lies in the folder, and the folder itself, which is named without a slash. */
static int watched(const char *path) {
    size_t length = strlen(path), whole = strlen(under);
    if (!whole) return 0;
    if (length > 4 && !strcmp(path + length - 4, "-shm")) return 0;
    return !strncmp(path, under, whole) || (length == whole - 1 && !strncmp(path, under, length));
}

static const char *name_of(int descriptor) {
    static char path[4096];
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length <= 0) return NULL;
    path[length] = 0;
    return watched(path) ? path : NULL;
}

/* The path that a call means: only whole ones are watched, and ones of the folder that a program works in. */
static const char *named(int folder, const char *path) {
    return path && (path[0] == '/' || folder == AT_FDCWD) && watched(path) ? path : NULL;
}

static void note_file(char kind, int d, int64_t place, const void *data, int64_t size) {
    const char *name = name_of(d);
    struct stat found;
    if (name && !fstat(d, &found)) note(kind, name, place, data, size, found.st_ino);
}

static void note_path(char kind, const char *path, const char *data, const char *now) {
    struct stat found;
    int64_t file = now && !lstat(now, &found) ? (int64_t)found.st_ino : 0;
    note(kind, path, 0, data, data ? (int64_t)strlen(data) : 0, file);
}

#define REAL(name, type, ...) static type (*real)(__VA_ARGS__); if (!real) real = dlsym(RTLD_NEXT, name)

static void opened(int d, int there, int flags) {
    struct stat found;
    if (d < 0 || fstat(d, &found) || !S_ISREG(found.st_mode)) return;
    if (!there) note_file('c', d, found.st_mode & 07777, NULL, 0);
    else if (flags & O_TRUNC) note_file('t', d, 0, NULL, 0);
}
#define MODE(flags) \
    mode_t mode = 0; \
    if (flags & (O_CREAT | O_TMPFILE)) { va_list more; va_start(more, flags); mode = va_arg(more, mode_t); va_end(more); }
#define OPEN(called) \
    int called(const char *p, int flags, ...) { \
        REAL(#called, int, const char *, int, ...); \
        MODE(flags) \
        const char *name = named(AT_FDCWD, p); \
        struct stat before; \
        int there = !name || !lstat(p, &before), d = real(p, flags, mode); \
        if (name) opened(d, there, flags); \
        return d; \
    }
OPEN(open)
OPEN(open64)
#define OPENAT(called) \
    int called(int folder, const char *p, int flags, ...) { \
        REAL(#called, int, int, const char *, int, ...); \
        MODE(flags) \
        const char *name = named(folder, p); \
        struct stat before; \
        int there = !name || !lstat(p, &before), d = real(folder, p, flags, mode); \
        if (name) opened(d, there, flags); \
        return d; \
    }
OPENAT(openat)
OPENAT(openat64)
ssize_t write(int d, const void *b, size_t n) {
    REAL("write", ssize_t, int, const void *, size_t);
    off_t at = lseek(d, 0, SEEK_CUR);
    ssize_t done = real(d, b, n);
    if (done > 0 && promises && d == 1) note('a', "", 0, b, done, 0);
    else if (done > 0) note_file('w', d, at < 0 ? 0 : at, b, done);
    return done;
}
#define PWRITE(called) \
    ssize_t called(int d, const void *b, size_t n, off_t o) { \
        REAL(#called, ssize_t, int, const void *, size_t, off_t); \
        ssize_t done = real(d, b, n, o); \
        if (done > 0) note_file('w', d, o, b, done); \
        return done; \
    }
PWRITE(pwrite)
PWRITE(pwrite64)
#define TRUNCATE(called) \
    int called(int d, off_t n) { \
        REAL(#called, int, int, off_t); \
        int done = real(d, n); \
        if (!done) note_file('t', d, n, NULL, 0); \
        return done; \
    }
TRUNCATE(ftruncate)
TRUNCATE(ftruncate64)
#define SYNC(called) \
    int called(int d) { \
        REAL(#called, int, int); \
        struct stat found; \
        int done = real(d); \
        if (!done && !fstat(d, &found)) note_file(S_ISDIR(found.st_mode) ? 'd' : 's', d, 0, NULL, 0); \
        return done; \
    }
SYNC(fsync)
SYNC(fdatasync)
int fchmod(int d, mode_t mode) {
    REAL("fchmod", int, int, mode_t);
    int done = real(d, mode);
    if (!done) note_file('m', d, mode & 07777, NULL, 0);
    return done;
}
int chmod(const char *p, mode_t mode) {
    REAL("chmod", int, const char *, mode_t);
    int done = real(p, mode);
    struct stat found;
    if (!done && named(AT_FDCWD, p) && !stat(p, &found) && S_ISREG(found.st_mode)) note('m', p, mode & 07777, NULL, 0, found.st_ino);
    return done;
}
int unlink(const char *p) {
    REAL("unlink", int, const char *);
    int done = real(p);
    if (!done && named(AT_FDCWD, p)) note_path('u', p, NULL, NULL);
    return done;
}
int unlinkat(int folder, const char *p, int flags) {
    REAL("unlinkat", int, int, const char *, int);
    int done = real(folder, p, flags);
    if (!done && !flags && named(folder, p)) note_path('u', p, NULL, NULL);
    return done;
}
int rename(const char *a, const char *b) {
    REAL("rename", int, const char *, const char *);
    int done = real(a, b);
    if (!done && named(AT_FDCWD, a) && named(AT_FDCWD, b)) note_path('r', a, b, b);
    return done;
}
int renameat(int at, const char *a, int to, const char *b) {
    REAL("renameat", int, int, const char *, int, const char *);
    int done = real(at, a, to, b);
    if (!done && named(at, a) && named(to, b)) note_path('r', a, b, b);
    return done;
}
int link(const char *a, const char *b) {
    REAL("link", int, const char *, const char *);
    int done = real(a, b);
    if (!done && named(AT_FDCWD, b)) note_path('l', a, b, b);
    return done;
}
int linkat(int at, const char *a, int to, const char *b, int flags) {
    REAL("linkat", int, int, const char *, int, const char *, int);
    int done = real(at, a, to, b, flags);
    if (!done && named(to, b)) note_path('l', a, b, b);
    return done;
}
