#pragma once
#include <string>
#include <string_view>

#include "access/keys.h"
#include "store/blobs.h"

namespace leye::access {

/// Uploads and papers: sealed before they reach the blob store, so that nothing on disk is
/// readable without the keys.
///
///   auto digest = put_sealed(blobs, keys, "upload", bytes);   // then blobs.hold(tx, digest, now)
///   auto bytes = get_sealed(blobs, keys, "upload", digest);
///
/// `kind` is bound into the seal: a blob of one kind does not open as another.
[[nodiscard]] Result<Digest> put_sealed(const store::BlobStore&, const KeyRing&,
                                        std::string_view kind, std::string_view bytes);
/// Errors `store.blob_missing`, `store.blob_damaged`, `seal.*`.
[[nodiscard]] Result<std::string> get_sealed(const store::BlobStore&, const KeyRing&,
                                             std::string_view kind, const Digest&);

}  // namespace leye::access
