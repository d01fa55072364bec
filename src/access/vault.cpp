#include "access/vault.h"

#include <algorithm>

namespace leye::access {
namespace {

Cell cell_of(std::string_view kind) { return {"blob", kind, "content"}; }

}  // namespace

Result<Digest> put_sealed(const store::BlobStore& blobs, const KeyRing& keys, std::string_view kind,
                          std::string_view bytes) {
  if (std::find(kBlobKinds.begin(), kBlobKinds.end(), kind) == kBlobKinds.end())
    return fail("vault.kind", {}, {{"kind", std::string(kind)}});
  return blobs.put(keys.seal(cell_of(kind), bytes));
}

Result<std::string> get_sealed(const store::BlobStore& blobs, const KeyRing& keys,
                               std::string_view kind, const Digest& digest) {
  LEYE_TRY(const auto sealed, blobs.get(digest));
  return keys.open(cell_of(kind), sealed);
}

Result<bool> reseal_blob(const store::BlobStore& blobs, const KeyRing& keys, const Digest& digest) {
  LEYE_TRY(const auto sealed, blobs.get(digest));
  LEYE_TRY(const auto key, KeyRing::key_of(sealed));
  if (key == keys.current()) {
    // A process that died between the new file and the removal of the old one left both.
    LEYE_CHECK(blobs.drop_older(digest));
    return false;
  }
  for (const auto kind : kBlobKinds) {
    const auto plain = keys.open(cell_of(kind), sealed);
    if (!plain) continue;
    LEYE_CHECK(blobs.put_again(digest, keys.current(), keys.seal(cell_of(kind), *plain)));
    return true;
  }
  return fail("seal.forged", blobs.path_of(digest).string());
}

}  // namespace leye::access
