//! Arbitrary bytes as one paste.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| stackengine_fuzz::whole_way("-", bytes.to_vec()));
