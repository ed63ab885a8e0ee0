/** Loaded before every test file where `SEED=n` is given: its properties draw what that seed gives. Without, each run draws anew, and a failure says its seed. */
import fc from 'fast-check'

fc.configureGlobal({ seed: Number(process.env['SEED']) })
