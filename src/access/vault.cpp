#include "access/vault.h"

namespace leye::access {

Result<Digest> put_sealed(const store::BlobStore& blobs, const KeyRing& keys, std::string_view kind,
                          std::string_view bytes) {
  return blobs.put(keys.seal({"blob", kind, "content"}, bytes));
}

Result<std::string> get_sealed(const store::BlobStore& blobs, const KeyRing& keys,
                               std::string_view kind, const Digest& digest) {
  LEYE_TRY(const auto sealed, blobs.get(digest));
  return keys.open({"blob", kind, "content"}, sealed);
}

}  // namespace leye::access
