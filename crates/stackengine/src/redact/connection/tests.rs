//! Connection strings with what is private in them, and lines that only look like one.

use super::*;

fn masked(text: &str) -> String {
    crate::redact::masked::masked(text, TRIGGERS, at, find)
}

#[test]
fn what_is_private_in_a_connection_string_is_found() {
    let cases = [
        (
            "host=db.acme.io port=5432 user=app password=hunter2 dbname=x",
            "host=<HOST> port=5432 user=<USER> password=<PASSWORD> dbname=x",
        ),
        ("\"host=db user=app password='a b\\'c' dbname=x\"", "\"host=db user=<USER> password='<PASSWORD>' dbname=x\""),
        (
            "Server=tcp:db.acme.io,1433;Database=x;User Id=sa;Password=a b=c;Encrypt=true",
            "Server=tcp:<HOST>,1433;Database=x;User Id=<USER>;Password=<PASSWORD>;Encrypt=true",
        ),
        (
            "Driver={ODBC Driver 18};Server=db;Uid=sa;Pwd={a}};b};Encrypt=yes",
            "Driver={ODBC Driver 18};Server=db;Uid=<USER>;Pwd={<PASSWORD>};Encrypt=yes",
        ),
        ("Data Source=db;User ID=sa;Password=\"a;b\";", "Data Source=db;User ID=<USER>;Password=\"<PASSWORD>\";"),
        (
            "Host=10.1.2.3;Username=app;Password=x1;Database=y",
            "Host=<IP>;Username=<USER>;Password=<PASSWORD>;Database=y",
        ),
        (
            "jdbc:sqlserver://db;databaseName=x;user=sa;password=hunter2;encrypt=true",
            "jdbc:sqlserver://db;databaseName=x;user=<USER>;password=<PASSWORD>;encrypt=true",
        ),
        ("app:s3cr@t@tcp(db.acme.io:3306)/x?parseTime=true", "<USER>:<PASSWORD>@tcp(<HOST>:3306)/x?parseTime=true"),
        ("dsn=app:p=w@tcp(10.0.0.3:3306)/x", "dsn=<USER>:<PASSWORD>@tcp(<IP>:3306)/x"),
        ("scott/tiger@//db.acme.io:1521/orcl", "<USER>/<PASSWORD>@//<HOST>:1521/orcl"),
        ("jdbc:oracle:thin:scott/tiger@db.acme.io:1521:orcl", "jdbc:oracle:thin:<USER>/<PASSWORD>@<HOST>:1521:orcl"),
        (
            "sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required username=\"app\" password=\"x y\";",
            "sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required username=\"<USER>\" password=\"<PASSWORD>\";",
        ),
        (
            "\"ScramLoginModule required username=\\\"app\\\" password=\\\"xy\\\";\"",
            "\"ScramLoginModule required username=\\\"<USER>\\\" password=\\\"<PASSWORD>\\\";\"",
        ),
        ("db.acme.io:5432:orders:app:hunter2\n", "<HOST>:5432:orders:<USER>:<PASSWORD>\n"),
        ("*:*:*:app:hun:ter2\n", "*:*:*:<USER>:<PASSWORD>\n"),
        ("machine git.acme.io login bob password hunter2\n", "machine <HOST> login <USER> password <PASSWORD>\n"),
        (
            "machine git.acme.io\n  login bob\n  password hunter2\n",
            "machine <HOST>\n  login <USER>\n  password <PASSWORD>\n",
        ),
        ("requirepass hunter2\nmasterauth \"hunter2\"\n", "requirepass <PASSWORD>\nmasterauth \"<PASSWORD>\"\n"),
        ("- --requirepass\n        - hunter2\n", "- --requirepass\n        - <PASSWORD>\n"),
        ("sentinel auth-pass main hunter2", "sentinel auth-pass main <PASSWORD>"),
        ("user default on >hunter2 ~* +@all", "user default on ><PASSWORD> ~* +@all"),
        ("user app on >hunter2 ~* +@all", "user app on ><PASSWORD> ~* +@all"),
        ("body: password=hunter2&username=app&x=1 user=app", "body: password=<PASSWORD>&username=app&x=1 user=<USER>"),
        ("//npm.acme.io/:_authToken=abc-def", "//npm.acme.io/:_authToken=<TOKEN>"),
        ("CREATE USER app IDENTIFIED BY 'hunter2';", "CREATE USER app IDENTIFIED BY '<PASSWORD>';"),
        ("ALTER USER app WITH PASSWORD 'it''s';", "ALTER USER app WITH PASSWORD '<PASSWORD>';"),
        ("psql -c \\\"ALTER ROLE app PASSWORD 'x1'\\\"", "psql -c \\\"ALTER ROLE app PASSWORD '<PASSWORD>'\\\""),
        (
            "CREATE USER x IDENTIFIED WITH mysql_native_password BY 'x1'",
            "CREATE USER x IDENTIFIED WITH mysql_native_password BY '<PASSWORD>'",
        ),
        (
            "DefaultEndpointsProtocol=https;AccountName=a;AccountKey=abc+/def==;EndpointSuffix=core.windows.net",
            "DefaultEndpointsProtocol=https;AccountName=a;AccountKey=<API_KEY>;EndpointSuffix=core.windows.net",
        ),
        (
            "Endpoint=sb://x/;SharedAccessKeyName=Root;SharedAccessKey=abc=",
            "Endpoint=sb://x/;SharedAccessKeyName=Root;SharedAccessKey=<API_KEY>",
        ),
        ("http_proxy=app:hun@ter2@proxy.acme.io:3128", "http_proxy=<USER>:<PASSWORD>@<HOST>:3128"),
        ("smtp: app:hunter2@mail.acme.io:587/x", "smtp: <USER>:<PASSWORD>@<HOST>:587/x"),
        ("bindpw hunter2\n", "bindpw <PASSWORD>\n"),
    ];
    for (text, expected) in cases {
        assert_eq!(masked(text), expected, "{text}");
    }
}

#[test]
fn lines_that_only_look_like_one_stay() {
    for text in [
        "password rotation is enabled; the old password=",
        "failed: password authentication failed for user \"x\"",
        "at 09:14:05:123:abc",
        "nginx:*:latest",
        "the machine was restarted, login failed",
        "host=$(HOST) user=$(USER) password=$(PASSWORD)",
        "Server=${HOST};Uid=${USER};Pwd=${PASSWORD};",
        "requirepass: true-or-false",
        "user:pass",
        "[\"--user=app\", \"--password=hunter2\"]",
        "postgres://a:b@c.d:5432/x git@github.com:22/x image:1.2@sha256:0123456789 09:14:05@h.x:80 oidc:bob@acme.io",
        "$(USER):$(PASSWORD)@tcp($(HOST):3306)/x",
    ] {
        let text = text.replace("requirepass: true-or-false", "requirepass");
        assert_eq!(masked(&text), text);
    }
}
