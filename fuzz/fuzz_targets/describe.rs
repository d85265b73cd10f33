//! Anything after the first lines of a description: of a Job, a CronJob or a pod, as the first byte says.
#![no_main]

const HEADS: [&str; 3] = [
    "Name:             aggregate\nNamespace:        team\nPod Template:\n  Containers:\n   main:\n",
    "Name:                          nightly\nNamespace:                     team\nSchedule:                      0 3 * * *\n",
    "Name:             aggregate-d2nf5\nNamespace:        team\nStatus:           Failed\nControlled By:  Job/aggregate\nContainers:\n  main:\n",
];

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let Some((choice, rest)) = bytes.split_first() else { return };
    let head = HEADS[usize::from(*choice) % HEADS.len()];
    stackengine_fuzz::whole_way("describe.txt", [head.as_bytes(), rest].concat());
});
