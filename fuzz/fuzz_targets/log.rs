//! Anything as the log of a container that is known to have failed.
#![no_main]

const POD: &str = "kind: Pod\nmetadata: {name: p, labels: {job-name: j}}\nstatus:\n  containerStatuses:\n  - name: main\n    state: {terminated: {exitCode: 1, reason: Error}}\n";

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    stackengine_fuzz::whole_way("p.main.txt", bytes.to_vec());
    let paste = [POD.as_bytes(), b"---\n$ kubectl logs p -c main\n", bytes].concat();
    stackengine_fuzz::whole_way("-", paste);
});
