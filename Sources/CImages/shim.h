// libpng, libjpeg-turbo's TurboJPEG and libtiff, as Swift sees them, and what Swift cannot do: leave libpng by longjmp, and take the
// va_list of libtiff's handlers.
#ifndef DEEP_EMOTION_CIMAGES_H
#define DEEP_EMOTION_CIMAGES_H

#include <png.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <tiffio.h>
#include <turbojpeg.h>

// Where libpng writes to.
typedef struct {
    unsigned char *bytes;
    size_t count;
    size_t capacity;
} shim_png_target;

static inline void shim_png_take(png_structp png, png_bytep bytes, size_t count) {
    shim_png_target *target = (shim_png_target *)png_get_io_ptr(png);
    if (count > target->capacity - target->count) png_error(png, "no room");
    memcpy(target->bytes + target->count, bytes, count);
    target->count += count;
}

static inline void shim_png_flush(png_structp png) { (void)png; }

// Writes 8-bit grey rows without filter or compression: 1, or 0 where libpng refuses.
static inline int shim_png_write_grey(shim_png_target *target, const unsigned char *pixels, int width, int height) {
    png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, NULL, NULL, NULL);
    png_infop info = png ? png_create_info_struct(png) : NULL;
    if (!info || setjmp(png_jmpbuf(png))) {
        png_destroy_write_struct(&png, &info);
        return 0;
    }
    png_set_write_fn(png, target, shim_png_take, shim_png_flush);
    png_set_IHDR(
        png, info, (png_uint_32)width, (png_uint_32)height, 8, PNG_COLOR_TYPE_GRAY, PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT,
        PNG_FILTER_TYPE_DEFAULT);
    png_set_filter(png, PNG_FILTER_TYPE_BASE, PNG_FILTER_NONE);
    png_set_compression_level(png, 0);
    // Or zlib would ask the system for 256 KB for each little picture.
    png_set_compression_window_bits(png, 12);
    png_set_compression_mem_level(png, 5);
    png_write_info(png, info);
    for (int y = 0; y < height; y++) png_write_row(png, pixels + (size_t)y * (size_t)width);
    png_write_end(png, info);
    png_destroy_write_struct(&png, &info);
    return 1;
}

// A TIFF file in memory, and what libtiff says of it. It must stay where it is while the file is open.
typedef struct {
    const unsigned char *bytes;
    toff_t size;
    toff_t position;
    // The first error; empty where there was none.
    char message[256];
} shim_tiff_source;

static inline tmsize_t shim_tiff_read(thandle_t handle, void *target, tmsize_t count) {
    shim_tiff_source *source = (shim_tiff_source *)handle;
    toff_t left = source->position < source->size ? source->size - source->position : 0;
    tmsize_t taken = count < 0 ? 0 : (toff_t)count < left ? count : (tmsize_t)left;
    memcpy(target, source->bytes + source->position, (size_t)taken);
    source->position += (toff_t)taken;
    return taken;
}

static inline tmsize_t shim_tiff_write(thandle_t handle, void *bytes, tmsize_t count) { return (void)handle, (void)bytes, (void)count, 0; }

static inline toff_t shim_tiff_seek(thandle_t handle, toff_t offset, int whence) {
    shim_tiff_source *source = (shim_tiff_source *)handle;
    source->position = offset + (whence == SEEK_CUR ? source->position : whence == SEEK_END ? source->size : 0);
    return source->position;
}

static inline int shim_tiff_close(thandle_t handle) { return (void)handle, 0; }

static inline toff_t shim_tiff_size(thandle_t handle) { return ((shim_tiff_source *)handle)->size; }

// Strips are decoded where they lie instead of being copied first.
static inline int shim_tiff_map(thandle_t handle, void **base, toff_t *size) {
    shim_tiff_source *source = (shim_tiff_source *)handle;
    *base = (void *)source->bytes;
    *size = source->size;
    return 1;
}

static inline void shim_tiff_unmap(thandle_t handle, void *base, toff_t size) { (void)handle, (void)base, (void)size; }

// From 4.5 on a file has handlers of its own. Before, there are only those of the whole process, which print to standard error.
#if TIFFLIB_VERSION >= 20221213
static inline int shim_tiff_note(TIFF *tiff, void *source, const char *module, const char *format, va_list arguments) {
    char *message = ((shim_tiff_source *)source)->message;
    (void)tiff, (void)module;
    if (!message[0]) vsnprintf(message, sizeof ((shim_tiff_source *)source)->message, format, arguments);
    return 1;
}

static inline int shim_tiff_ignore(TIFF *tiff, void *source, const char *module, const char *format, va_list arguments) {
    return (void)tiff, (void)source, (void)module, (void)format, (void)arguments, 1;
}

static inline void shim_tiff_silence(void) {}

static inline TIFF *shim_tiff_open(shim_tiff_source *source, tmsize_t largest_block) {
    TIFFOpenOptions *options = TIFFOpenOptionsAlloc();
    if (!options) return NULL;
    TIFFOpenOptionsSetMaxSingleMemAlloc(options, largest_block);
    TIFFOpenOptionsSetErrorHandlerExtR(options, shim_tiff_note, source);
    TIFFOpenOptionsSetWarningHandlerExtR(options, shim_tiff_ignore, NULL);
    TIFF *tiff = TIFFClientOpenExt(
        "image", "r", (thandle_t)source, shim_tiff_read, shim_tiff_write, shim_tiff_seek, shim_tiff_close, shim_tiff_size, shim_tiff_map,
        shim_tiff_unmap, options);
    TIFFOpenOptionsFree(options);
    return tiff;
}
#else
static inline void shim_tiff_silence(void) {
    TIFFSetErrorHandler(NULL);
    TIFFSetWarningHandler(NULL);
}

static inline TIFF *shim_tiff_open(shim_tiff_source *source, tmsize_t largest_block) {
    (void)largest_block;
    return TIFFClientOpen(
        "image", "r", (thandle_t)source, shim_tiff_read, shim_tiff_write, shim_tiff_seek, shim_tiff_close, shim_tiff_size, shim_tiff_map,
        shim_tiff_unmap);
}
#endif

#endif
