/* Makes the n-th file operation under a folder fail, in one of several ways.
 *
 * Built as a shared object and put before libc with LD_PRELOAD, it counts the operations that change files under
 * CPO_FAULT_UNDER and, at operation CPO_FAULT_AT, does CPO_FAULT_HOW: `kill` dies before it, `torn` writes half of the
 * buffer and dies, `ENOSPC` and `EIO` fail it (for ever after too, with CPO_FAULT_STICKY=1). The operations are counted in
 * CPO_FAULT_SEEN=FILE (eight zero bytes), where the program and the programs that it begins count together, so that each
 * operation of each of them is struck. A program that was forked from one that is warm calls `cpo_fault_begin` to be told
 * anew.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

static long own = 0, *seen = &own, at = -1;
static int sticky = 0;
static char under[4096], how[16];

__attribute__((constructor)) void cpo_fault_begin(void) {
    const char *value;
    if ((value = getenv("CPO_FAULT_UNDER"))) snprintf(under, sizeof under, "%s", value);
    if ((value = getenv("CPO_FAULT_HOW"))) snprintf(how, sizeof how, "%s", value);
    if ((value = getenv("CPO_FAULT_AT"))) at = atol(value);
    sticky = getenv("CPO_FAULT_STICKY") != NULL;
    if ((value = getenv("CPO_FAULT_SEEN"))) {
        int shared = open(value, O_RDWR);
        void *place = shared < 0 ? MAP_FAILED : mmap(NULL, sizeof *seen, PROT_READ | PROT_WRITE, MAP_SHARED, shared, 0);
        if (place == MAP_FAILED) abort(); /* counting alone would strike something else unseen */
        seen = place;
        close(shared);
    }
}

static int watched_path(const char *path) { return under[0] && path && strncmp(path, under, strlen(under)) == 0; }

static int watched(int descriptor) {
    char link[64], path[4096];
    snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length <= 0) return 0;
    path[length] = 0;
    size_t size = strlen(path);
    if (size > 4 && strcmp(path + size - 4, "-shm") == 0) return 0; /* rebuilt by SQLite */
    return watched_path(path);
}

/* 0: go on; 1: fail with errno set. Dies where it must. */
static int strike(int descriptor, const void *buffer, size_t size, off_t offset) {
    long now = __sync_add_and_fetch(seen, 1);
    if (at < 0 || now < at || (now > at && !sticky)) return 0;
    if (!strcmp(how, "kill")) raise(SIGKILL);
    if (!strcmp(how, "torn")) {
        ssize_t (*real)(int, const void *, size_t, off_t) = dlsym(RTLD_NEXT, "pwrite");
        if (buffer && size > 1) real(descriptor, buffer, size / 2, offset);
        raise(SIGKILL);
    }
    errno = !strcmp(how, "ENOSPC") ? ENOSPC : EIO;
    return 1;
}

#define REAL(name, type, ...) static type (*real)(__VA_ARGS__); if (!real) real = dlsym(RTLD_NEXT, name)

ssize_t write(int d, const void *b, size_t n) {
    REAL("write", ssize_t, int, const void *, size_t);
    if (watched(d) && strike(d, b, n, lseek(d, 0, SEEK_CUR))) return -1;
    return real(d, b, n);
}
ssize_t pwrite(int d, const void *b, size_t n, off_t o) {
    REAL("pwrite", ssize_t, int, const void *, size_t, off_t);
    if (watched(d) && strike(d, b, n, o)) return -1;
    return real(d, b, n, o);
}
ssize_t pwrite64(int d, const void *b, size_t n, off_t o) {
    REAL("pwrite64", ssize_t, int, const void *, size_t, off_t);
    if (watched(d) && strike(d, b, n, o)) return -1;
    return real(d, b, n, o);
}
int ftruncate(int d, off_t n) {
    REAL("ftruncate", int, int, off_t);
    if (watched(d) && strike(d, NULL, 0, 0)) return -1;
    return real(d, n);
}
int ftruncate64(int d, off_t n) {
    REAL("ftruncate64", int, int, off_t);
    if (watched(d) && strike(d, NULL, 0, 0)) return -1;
    return real(d, n);
}
int fsync(int d) {
    REAL("fsync", int, int);
    if (watched(d) && strike(d, NULL, 0, 0)) return -1;
    return real(d);
}
int fdatasync(int d) {
    REAL("fdatasync", int, int);
    if (watched(d) && strike(d, NULL, 0, 0)) return -1;
    return real(d);
}
int unlink(const char *p) {
    REAL("unlink", int, const char *);
    if (watched_path(p) && strike(-1, NULL, 0, 0)) return -1;
    return real(p);
}
int rename(const char *a, const char *b) {
    REAL("rename", int, const char *, const char *);
    if ((watched_path(a) || watched_path(b)) && strike(-1, NULL, 0, 0)) return -1;
    return real(a, b);
}
