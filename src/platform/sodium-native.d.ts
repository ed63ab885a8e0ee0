/** The one function we call of the package, which comes without types. */
declare module 'sodium-native' {
  const sodium: {
    /** Throws at a key or signature of another length. */
    crypto_sign_verify_detached(
      signature: Uint8Array,
      message: Uint8Array,
      publicKey: Uint8Array,
    ): boolean
  }
  export default sodium
}
