// Compiled with -mavx2 where the machine family has it (CMakeLists.txt).
#if defined(__AVX2__)
#define LEYE_KERNELS "avx2"
#include "rules/engine/kernels_body.h"

namespace leye::rules {

const Kernels* avx2_kernels() { return &kKernels; }

}  // namespace leye::rules
#else
#include "rules/engine/kernels.h"

namespace leye::rules {

const Kernels* avx2_kernels() { return nullptr; }

}  // namespace leye::rules
#endif
