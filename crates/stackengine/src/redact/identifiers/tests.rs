//! Texts that say who somebody is, and texts that only look like it.

use super::*;

fn masked(text: &str) -> String {
    crate::redact::masked::masked(text, TRIGGERS, at, find)
}

const GUID: &str = "3f9c2b1e-5d4a-4c6b-9e8f-0a1b2c3d4e5f";

#[test]
fn identifiers_are_found() {
    let cases = [
        ("role arn:aws:iam::123456789012:role/batch-runner.", "role <AWS_ARN>."),
        ("\"arn:aws-us-gov:s3:::acme-data/x\"", "\"<AWS_ARN>\""),
        ("eks.amazonaws.com/role-arn: arn:aws:iam::123456789012:role/x", "eks.amazonaws.com/role-arn: <AWS_ARN>"),
        ("{arn:aws:sqs:eu-west-1:123456789012:jobs}", "{<AWS_ARN>}"),
        ("AWS_ACCOUNT_ID=123456789012", "AWS_ACCOUNT_ID=<AWS_ACCOUNT>"),
        ("\"accountId\": \"123456789012\"", "\"accountId\": \"<AWS_ACCOUNT>\""),
        ("in account 123456789012", "in account <AWS_ACCOUNT>"),
        ("- name: ACCOUNT_ID\n  value: \"123456789012\"", "- name: ACCOUNT_ID\n  value: \"<AWS_ACCOUNT>\""),
        ("123456789012.dkr.ecr.eu-west-1.amazonaws.com/x", "<AWS_ACCOUNT>.dkr.ecr.eu-west-1.amazonaws.com/x"),
        ("/subscriptions/GUID/resourceGroups/x", "/subscriptions/<AZURE_SUBSCRIPTION>/resourceGroups/x"),
        ("AZURE_TENANT_ID: \"GUID\"", "AZURE_TENANT_ID: \"<AZURE_TENANT>\""),
        ("tenantId=GUID", "tenantId=<AZURE_TENANT>"),
        ("https://login.microsoftonline.com/GUID/oauth2", "https://login.microsoftonline.com/<AZURE_TENANT>/oauth2"),
        ("azure.workload.identity/client-id: GUID", "azure.workload.identity/client-id: <AZURE_CLIENT>"),
        ("\"subscriptionId\":\"GUID\"", "\"subscriptionId\":\"<AZURE_SUBSCRIPTION>\""),
        ("runner@acme-prod-1.iam.gserviceaccount.com", "<EMAIL>"),
        ("image: gcr.io/acme-prod-1/app:1", "image: gcr.io/<GCP_PROJECT>/app:1"),
        ("europe-docker.pkg.dev/acme-prod-1/repo/app", "europe-docker.pkg.dev/<GCP_PROJECT>/repo/app"),
        ("projects/acme-prod-1/secrets/x/versions/1", "projects/<GCP_PROJECT>/secrets/x/versions/1"),
        ("\"project_id\": \"acme-prod-1\"", "\"project_id\": \"<GCP_PROJECT>\""),
        ("GOOGLE_CLOUD_PROJECT=acme-prod-1", "GOOGLE_CLOUD_PROJECT=<GCP_PROJECT>"),
        ("mail bob.smith+x@acme.co.uk, please", "mail <EMAIL>, please"),
        ("\"email\":\"bob@acme.io\"", "\"email\":\"<EMAIL>\""),
        ("User oidc:alice@acme.io cannot list", "User oidc:<EMAIL> cannot list"),
        ("at /home/bsmith/src and /Users/bsmith", "at /home/<USER>/src and /Users/<USER>"),
        ("C:\\Users\\bsmith\\x", "C:\\Users\\<USER>\\x"),
    ];
    for (text, expected) in cases {
        assert_eq!(masked(&text.replace("GUID", GUID)), expected, "{text}");
    }
    let role = ["AR", "OA", "QWERTYUIOP234567"].concat();
    assert_eq!(masked(&format!("{role}:botocore")), "<AWS_PRINCIPAL>:botocore");
}

#[test]
fn what_only_looks_like_an_identifier_stays() {
    let stay = [
        "resourceVersion: \"123456789012\"",
        "uid: GUID",
        "serviceAccountName: builder",
        "serviceAccount: 12345678901234",
        "arn:aws:iam::aws:policy/ReadOnlyAccess",
        "git@github.com:acme/x.git",
        "nginx@sha256:0123456789abcdef",
        "lib@1.2.3 pkg@v1.2.3",
        "getty@tty1.service",
        "postgres://u:pa!ss@db.acme.io/x",
        "bob@example.com",
        "proxy=app:hunter2@proxy.acme.io:3128",
        "arn:aws:s3:::${BUCKET}/x",
        "/home/runner/work /home/jenkins/agent /home/node/app /Users/Shared",
        "gcr.io/distroless/static gcr.io/google-containers/pause k8s.gcr.io/ingress/x",
        "client_id=my-app",
        "tenant: team-a",
        "GET /api/users/1234/home/x",
        "subscription: 00000000-0000-0000-0000-000000000000",
        "warn: nothing",
        "@@@.com @ a@b",
    ];
    for text in stay {
        let text = text.replace("GUID", GUID);
        assert_eq!(masked(&text), text);
    }
}
