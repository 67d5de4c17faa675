// libpng and libjpeg-turbo's TurboJPEG, as Swift sees them.
#ifndef DEEP_EMOTION_CIMAGES_H
#define DEEP_EMOTION_CIMAGES_H

#include <png.h>
#include <turbojpeg.h>

#endif
