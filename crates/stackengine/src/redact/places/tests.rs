//! Texts that say where something is, and texts that only look like it.

use super::*;

fn masked(text: &str) -> String {
    crate::redact::masked::masked(text, &triggers().collect::<Vec<_>>(), at, find)
}

#[test]
fn every_list_is_among_the_triggers() {
    let triggers: Vec<&str> = triggers().collect();
    for list in [INTERNAL, CLOUDS, REGISTRIES, WORDS, IMAGES, BUCKETS] {
        for word in list {
            assert!(triggers.contains(word), "{word}");
        }
    }
    assert_eq!(
        triggers.len(),
        3 + [INTERNAL, CLOUDS, REGISTRIES, WORDS, IMAGES, BUCKETS].iter().map(|list| list.len()).sum::<usize>()
    );
}

#[test]
fn places_are_found() {
    let cases = [
        ("dial tcp 10.96.12.7:5432: connect: refused", "dial tcp <IP>:5432: connect: refused"),
        ("podIP: 10.244.1.17", "podIP: <IP>"),
        ("cidr 10.20.0.0/16", "cidr <IP>/16"),
        ("from 52.14.2.9 port 22", "from <IP> port 22"),
        ("addr fd12:3456:789a::1 up", "addr <IP> up"),
        ("[2a00:1450:4001:81b::200e]:443", "[<IP>]:443"),
        ("lookup db.acme.io on 10.96.0.10:53: no such host", "lookup <HOST> on <IP>:53: no such host"),
        ("call orders.shop.svc.cluster.local:8080", "call <HOST>:8080"),
        ("orders.shop.svc:80", "<HOST>:80"),
        ("node ip-10-0-3-4.eu-west-1.compute.internal is", "node <HOST> is"),
        ("node/ip-10-0-3-4 is", "node/<HOST> is"),
        ("orders.c9x.eu-west-1.rds.amazonaws.com:5432", "<HOST>:5432"),
        ("https://acme.blob.core.windows.net/x", "https://<HOST>/x"),
        ("host: shop.acme.io", "host: <HOST>"),
        ("  - host: \"shop.acme.io\"", "  - host: \"<HOST>\""),
        ("image: registry.acme.io:5000/team/app:1.2.3", "image: <REGISTRY>/app:1.2.3"),
        (
            "Failed to pull image \"reg.acme.io/team/sub/app@sha256:0f\": 401",
            "Failed to pull image \"<REGISTRY>/app@sha256:0f\": 401",
        ),
        ("imageID: docker-pullable://reg.acme.io/app@sha256:0f", "imageID: docker-pullable://<REGISTRY>/app@sha256:0f"),
        ("123456789012.dkr.ecr.eu-west-1.amazonaws.com/team/app:1", "<REGISTRY>/app:1"),
        ("acme.azurecr.io/app:1", "<REGISTRY>/app:1"),
        ("aws s3 cp x s3://acme-data/x", "aws s3 cp x s3://<BUCKET>/x"),
        ("S3_BUCKET: acme-exports", "S3_BUCKET: <BUCKET>"),
        ("- name: BUCKET_NAME\n  value: acme-exports\n", "- name: BUCKET_NAME\n  value: <BUCKET>\n"),
        ("gs://acme-data", "gs://<BUCKET>"),
        ("https://acme-data.s3.eu-west-1.amazonaws.com/x", "https://<BUCKET>.s3.eu-west-1.amazonaws.com/x"),
        ("https://s3.amazonaws.com/acme-data/x", "https://s3.amazonaws.com/<BUCKET>/x"),
        ("https://storage.googleapis.com/acme-data/x", "https://storage.googleapis.com/<BUCKET>/x"),
    ];
    for (text, expected) in cases {
        assert_eq!(masked(text), expected, "{text}");
    }
}

#[test]
fn what_only_looks_like_a_place_stays() {
    let stay = [
        "127.0.0.1 0.0.0.0 169.254.169.254 8.8.8.8 192.0.2.17 198.51.100.3 203.0.113.9 ::1 :: 2001:db8::7",
        "version 1.4.2.17, chart redis-17.3.14.2, v1.2.3.4, app:1.4.2.17 and app/1.2.3.4",
        "at 09:14:05 and 2026-01-03T09:14:05.123Z, mac 02:42:ac:11:00:02",
        "std::vec::Vec, dead::beef, a::b",
        "v1.29.3-eks-036c24b 1.2.3.4.5 256.1.1.1",
        "kubernetes.default.svc kubernetes.default.svc.cluster.local localhost:8080",
        "image: nginx:1.27 image: docker.io/library/nginx image: ghcr.io/acme/app quay.io/x/y registry.k8s.io/pause:3.9",
        "apiVersion: networking.k8s.io/v1 from: apps/v1 image: team/app:1",
        "jdk.internal.reflect.NativeMethodAccessorImpl com.acme.internal.Foo at org.acme.internal.Bar.baz(Bar.java:1)",
        "/etc/rc.local .env.local server: nginx.conf",
        "https://sts.eu-west-1.amazonaws.com https://s3.amazonaws.com",
        "topology.kubernetes.io/zone node.kubernetes.io/not-ready:NoSchedule",
        "host.docker.internal metadata.google.internal api.example.com",
        "serviceAccountName: node.js",
    ];
    for text in stay {
        assert_eq!(masked(text), text);
    }
}
