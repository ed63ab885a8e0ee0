// The door of the package. Each group below is one specification, in the file it is re-exported from.
export { VERIFICATION_ERROR_CODES, VerificationError } from './error.ts'
export type { VerificationErrorCode } from './error.ts'

export {
  base64Decode,
  base64Encode,
  concatBytes,
  equalBytes,
  hexDecode,
  hexEncode,
  SIZE_MAX,
  utf8Decode,
  utf8Encode,
} from './bytes.ts'

export { base64ByPlatform, bytesByPlatform } from './platform-base64.ts'

export {
  appendLeaves,
  consistencyProof,
  defaultHasher,
  edgeRoot,
  HASH_BYTES,
  hashEmpty,
  hashLeaf,
  hashNode,
  inclusionProof,
  merkleHasher,
  rightEdge,
  treeRoot,
  verifyConsistency,
  verifyInclusion,
} from './merkle.ts'
export type { Appended, HashFunction, MerkleHasher, ReadHash, StoredHash } from './merkle.ts'

export { subsetProof, subsetRoot, verifySubset } from './subset.ts'
export type { PlacedLeaf } from './subset.ts'

export {
  decodeTile,
  encodeTile,
  entriesPath,
  hashFromTiles,
  parseTilePath,
  TILE_WIDTH,
  tileOf,
  tilePath,
  tilesFor,
  tileWidth,
} from './tile.ts'
export type { Tile, TilePath } from './tile.ts'

export { BUNDLE_WIDTH_MAX, decodeEntries, encodeEntries, ENTRY_BYTES_MAX } from './entries.ts'

export {
  addSignatures,
  formatNote,
  formatSignatureLines,
  isKeyName,
  KEY_TYPE,
  openNote,
  parseNote,
  parseSignatureLines,
  signatures,
  signNote,
} from './note.ts'
export type {
  KeyType,
  NamedKey,
  NoteSignature,
  OpenedNote,
  ParsedNote,
  Signer,
  VerifiedSignature,
  Verifier,
} from './note.ts'

export {
  ed25519Signer,
  ed25519SignerFrom,
  ed25519Verifier,
  isStrictEd25519,
  verifyEd25519,
} from './ed25519.ts'
export type { SignFunction, VerifyFunction } from './ed25519.ts'

export { defaultChecks, formatVkey, parseVkey } from './vkey.ts'
export type { SignatureChecks } from './vkey.ts'

export { formatCheckpoint, parseCheckpoint } from './checkpoint.ts'
export type { Checkpoint, CheckpointFields } from './checkpoint.ts'

export {
  cosignatureTime,
  ed25519CosignatureVerifier,
  ed25519Cosigner,
  ed25519CosignerFrom,
  mlDsa44Cosigner,
  mlDsa44CosignerFrom,
  mlDsa44Verifier,
  subtreeMessage,
  verifyMlDsa44,
} from './cosignature.ts'
export type { Cosigner, Subtree, SubtreeCosigner, SubtreeVerifier } from './cosignature.ts'

export { isQuorum, parsePolicy, verifyCheckpoint } from './policy.ts'
export type {
  Policy,
  PolicyGroup,
  PolicyLog,
  PolicyWitness,
  TrustedCheckpoint,
  WitnessedAt,
} from './policy.ts'

export { formatTlogProof, parseTlogProof, verifyTlogProof } from './proof.ts'
export type { TlogProof, VerifiedProof } from './proof.ts'

export { formatAddCheckpoint, parseAddCheckpoint } from './witness-request.ts'
export type { AddCheckpoint } from './witness-request.ts'

// The hash that all of this is made of, for whoever hashes beside the log and must hash alike.
export { sha256 } from './sha256.ts'
