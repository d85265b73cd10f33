//! Anything inside a list of objects: JSON or YAML, as the first byte says, with or without its end.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let Some((choice, rest)) = bytes.split_first() else { return };
    let (name, head, tail) = match choice % 4 {
        0 => ("objects.json", "{\"apiVersion\":\"v1\",\"kind\":\"List\",\"items\":[", "]}"),
        1 => ("objects.json", "{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"status\":", ""),
        2 => ("objects.yaml", "apiVersion: v1\nkind: List\nitems:\n", ""),
        _ => ("objects.yaml", "apiVersion: batch/v1\nkind: Job\n", ""),
    };
    stackengine_fuzz::whole_way(name, [head.as_bytes(), rest, tail.as_bytes()].concat());
});
