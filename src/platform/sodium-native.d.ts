/** The functions we call of the package, which comes without types. All throw at arguments of another length. */
declare module 'sodium-native' {
  const sodium: {
    /** Memory that is not swapped out where the system allows, with guard pages around it; zeroed when it is freed. */
    sodium_malloc(size: number): Uint8Array
    sodium_free(memory: Uint8Array): void
    /** Writes both keys: 32 bytes and 64. */
    crypto_sign_seed_keypair(publicKey: Uint8Array, secretKey: Uint8Array, seed: Uint8Array): void
    /** Writes the 64 bytes of the signature. */
    crypto_sign_detached(signature: Uint8Array, message: Uint8Array, secretKey: Uint8Array): void
    crypto_sign_verify_detached(
      signature: Uint8Array,
      message: Uint8Array,
      publicKey: Uint8Array,
    ): boolean
  }
  export default sodium
}
