#pragma once
#include <array>
#include <string>
#include <string_view>

#include "access/keys.h"
#include "store/blobs.h"

namespace leye::access {

/// What is kept in blobs. The kind is bound into the seal: a blob of one kind does not open as
/// another. A new kind is added here, so that a rotation finds it.
inline constexpr std::array<std::string_view, 6> kBlobKinds = {"upload",  "evidence", "agreement",
                                                               "message", "payment",  "report"};

/// Uploads and papers: sealed before they reach the blob store, so that nothing on disk is
/// readable without the keys.
///
///   auto digest = put_sealed(blobs, keys, "upload", bytes);   // then blobs.hold(tx, digest, now)
///   auto bytes = get_sealed(blobs, keys, "upload", digest);
///
/// Error `vault.kind` for a kind that is not in kBlobKinds.
[[nodiscard]] Result<Digest> put_sealed(const store::BlobStore&, const KeyRing&,
                                        std::string_view kind, std::string_view bytes);
/// Errors `store.blob_missing`, `store.blob_damaged`, `seal.*`.
[[nodiscard]] Result<std::string> get_sealed(const store::BlobStore&, const KeyRing&,
                                             std::string_view kind, const Digest&);

/// Seals a blob anew if an older key did; it keeps its name. True if it did.
[[nodiscard]] Result<bool> reseal_blob(const store::BlobStore&, const KeyRing&, const Digest&);

}  // namespace leye::access
