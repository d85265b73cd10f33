//! Addresses with what is private in them between brackets, and those that have nothing private.

use super::*;

fn masked(text: &str) -> String {
    crate::redact::masked::masked(text, TRIGGERS, at, |_, _| {})
}

#[test]
fn what_is_private_in_an_address_is_found_and_its_shape_stays() {
    let cases = [
        (
            "postgres://orders:hunter2@db.acme.internal:5432/orders?sslmode=require",
            "postgres://<USER>:<PASSWORD>@<HOST>:5432/orders?sslmode=require",
        ),
        ("redis://:pw@cache-0.acme.corp:6379/0", "redis://:<PASSWORD>@<HOST>:6379/0"),
        ("postgresql+psycopg2://u1:p%40ss@db/x", "postgresql+psycopg2://<USER>:<PASSWORD>@db/x"),
        ("amqps://app:a@b:c@mq.acme.io/vhost", "amqps://<USER>:<PASSWORD>@<HOST>/vhost"),
        ("mysql://app:p/w@db.acme.io/x", "mysql://<USER>:<PASSWORD>@<HOST>/x"),
        ("mysql://app:p#w?1@db.acme.io/x", "mysql://<USER>:<PASSWORD>@<HOST>/x"),
        ("mysql://app:12/34@db.acme.io:3306/x", "mysql://<USER>:<PASSWORD>@<HOST>:3306/x"),
        (
            "mongodb+srv://app:s3c@c0.ab1cd.mongodb.net/x?retryWrites=true",
            "mongodb+srv://<USER>:<PASSWORD>@<HOST>/x?retryWrites=true",
        ),
        (
            "mongodb://a1:pw@m0.acme.io:27017,m1.acme.io:27018/x",
            "mongodb://<USER>:<PASSWORD>@<HOST>:27017,<HOST>:27018/x",
        ),
        ("https://x-access-token:abc123@github.com/acme/x.git", "https://x-access-token:<TOKEN>@github.com/acme/x.git"),
        ("https://0123456789abcdef0123456789abcdef@o12.ingest.sentry.io/34", "https://<TOKEN>@o12.ingest.sentry.io/34"),
        (
            "jdbc:postgresql://db.acme.io:5432/x?user=app&password=hunter2&ssl=true",
            "jdbc:postgresql://<HOST>:5432/x?user=app&password=<PASSWORD>&ssl=true",
        ),
        ("{\"url\":\"amqp://guest:guest@mq:5672\"}", "{\"url\":\"amqp://<USER>:<PASSWORD>@mq:5672\"}"),
        ("{\\\"url\\\":\\\"amqp://u:guest@mq:5672\\\"}", "{\\\"url\\\":\\\"amqp://<USER>:<PASSWORD>@mq:5672\\\"}"),
        ("{\"u\":\"https:\\/\\/app:hunter2@db.acme.io\\/x\"}", "{\"u\":\"https:\\/\\/<USER>:<PASSWORD>@<HOST>\\/x\"}"),
        ("dial https://10.1.2.3:6443/api: timeout", "dial https://<IP>:6443/api: timeout"),
        ("nats://u:p@[fd00::12]:4222", "nats://<USER>:<PASSWORD>@[<IP>]:4222"),
        ("ssh://deploy@git.acme.io:22/x.git", "ssh://<USER>@<HOST>:22/x.git"),
        ("GET /v1/x?access_token=abc HTTP/1.1", "GET /v1/x?access_token=<TOKEN> HTTP/1.1"),
        (
            "https://a.blob.core.windows.net/c?sv=2022&se=2026-01-01&sp=r&sig=a%2Bb%3D",
            "https://<HOST>/c?sv=2022&se=2026-01-01&sp=r&sig=<SIGNATURE>",
        ),
        (
            "?X-Amz-Credential=QWERTY%2F20260101%2Feu-west-1&X-Amz-Signature=0f0f",
            "?X-Amz-Credential=<ACCESS_KEY_ID>%2F20260101%2Feu-west-1&X-Amz-Signature=<SIGNATURE>",
        ),
        ("https://example.com/cb?code=4a5b6c7d8e9f0a1b2c3d&state=ok", "https://example.com/cb?code=<TOKEN>&state=ok"),
        ("{\"u\":\"/x?a=1\\u0026api_key=zzz1\"}", "{\"u\":\"/x?a=1\\u0026api_key=<API_KEY>\"}"),
        ("(see https://wiki.acme.io/x).", "(see https://<HOST>/x)."),
        ("postgres://<USER_1>:hunter2@<HOST_1>:5432/x", "postgres://<USER_1>:<PASSWORD>@<HOST_1>:5432/x"),
        ("postgres://app:$(DB_PASSWORD)@db.acme.io/x", "postgres://<USER>:$(DB_PASSWORD)@<HOST>/x"),
    ];
    for (text, expected) in cases {
        assert_eq!(masked(text), expected, "{text}");
    }
}

#[test]
fn addresses_with_nothing_private_stay() {
    let stay = [
        "https://kubernetes.io/docs/concepts/?key=value&code=404",
        "https://github.com/acme/x@v1.2.3",
        "http://localhost:8080/healthz",
        "http://redis:6379",
        "https://kubernetes.default.svc:443/api",
        "docker-pullable://nginx@sha256:0123456789abcdef",
        "containerd://0123456789abcdef0123456789abcdef",
        "postgres://<USER_1>:<PASSWORD_1>@<HOST_1>:5432/orders?sslmode=require",
        "git clone git@github.com:acme/x.git",
        "http://127.0.0.1:2379,http://192.0.2.7",
        "postgres://$(USER):$(PASSWORD)@$(HOST)/x",
        "postgres://{{ .Values.user }}:{{ .Values.password }}@{{ .Values.host }}/x",
        "https://${HOST}/x?token=${TOKEN}&password=$PASSWORD",
        "unix:///var/run/docker.sock file:///etc/x@y",
        "--token=abc --key=/etc/tls/tls.key",
        "://",
        "https://",
        "s3://x/y",
        "https://sts.eu-west-1.amazonaws.com",
    ];
    for text in stay {
        assert_eq!(masked(text), text);
    }
}
