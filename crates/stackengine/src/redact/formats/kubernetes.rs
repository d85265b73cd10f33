//! What clusters and what runs beside them give out.

use super::format::{Format, Run::*, at_least, exactly, token};
use super::sets::*;
use crate::redact::Kind::*;
use crate::redact::bytes::Bytes;

const JWT: &str = "https://kubernetes.io/docs/reference/access-authn-authz/service-accounts-admin/";

pub(super) static FORMATS: &[Format] = &[
    token(
        "jwt",
        Token,
        &["eyJ", "ewogI", "ewog"],
        &[Of(BASE64_URL, 8, 4096), Is("."), Of(BASE64_URL, 8, 16_384), Is("."), Of(BASE64_URL, 0, 4096)],
        JWT,
    ),
    // A log line or a column of a table ends where it likes.
    token("jwt-cut", Token, &["eyJ"], &[Of(BASE64_URL, 8, 4096), Is(".eyJ"), Of(BASE64_URL, 4, 16_384)], JWT),
    token(
        "jwt-encrypted",
        Token,
        &["eyJ"],
        &[
            Of(BASE64_URL, 8, 4096),
            Is("."),
            Of(BASE64_URL, 0, 4096),
            Is("."),
            Of(BASE64_URL, 8, 512),
            Is("."),
            Of(BASE64_URL, 8, 16_384),
            Is("."),
            Of(BASE64_URL, 8, 512),
        ],
        "https://www.rfc-editor.org/rfc/rfc7516",
    ),
    token(
        "kubeadm-token",
        Token,
        &["token", "kubeadm"],
        &[Gap, exactly(LOWER, 6), Is("."), exactly(LOWER, 16)],
        "https://kubernetes.io/docs/reference/access-authn-authz/bootstrap-tokens/",
    ),
    token(
        "k3s-token",
        Token,
        &["K10"],
        &[exactly(HEX, 64), Is("::"), at_least(Bytes::of("A-Za-z0-9.:_-"), 16)],
        "https://docs.k3s.io/cli/token",
    ),
    token(
        "openshift-token",
        Token,
        &["sha256~"],
        &[exactly(BASE64_URL, 43)],
        "https://docs.openshift.com/container-platform/latest/authentication/managing-oauth-access-tokens.html",
    ),
    token(
        "rancher-token",
        Token,
        &["token-"],
        &[exactly(LOWER, 5), Is(":"), exactly(LOWER, 54)],
        "https://ranchermanager.docs.rancher.com/reference-guides/user-settings/api-keys",
    ),
    token(
        "rancher-kubeconfig-token",
        Token,
        &["kubeconfig-u"],
        &[Of(Bytes::of("a-z0-9-"), 1, 64), Is(":"), exactly(LOWER, 54)],
        "https://ranchermanager.docs.rancher.com/reference-guides/user-settings/api-keys",
    ),
    token(
        "nats-seed",
        PrivateKey,
        &["SUA", "SAA", "SOA", "SNA", "SCA", "SXA"],
        &[exactly(BASE32, 55)],
        "https://docs.nats.io/running-a-nats-service/configuration/securing_nats/auth_intro/nkey_auth",
    ),
    token(
        "docker-swarm-token",
        Token,
        &["SWMTKN-1-"],
        &[exactly(LOWER, 50), Is("-"), exactly(LOWER, 25)],
        "https://docs.docker.com/engine/swarm/join-nodes/",
    ),
    token(
        "docker-swarm-unlock-key",
        ApiKey,
        &["SWMKEY-1-"],
        &[Of(BASE64, 40, 48)],
        "https://docs.docker.com/engine/swarm/swarm_manager_locking/",
    ),
    token(
        "portainer-token",
        Token,
        &["ptr_"],
        &[exactly(BASE64, 43), Maybe(&["="])],
        "https://docs.portainer.io/api/access",
    ),
    token(
        "age-secret-key",
        PrivateKey,
        &["AGE-SECRET-KEY-1", "AGE-SECRET-KEY-PQ-1", "AGE-PLUGIN-"],
        &[at_least(Bytes::of("A-Z0-9-"), 58)],
        "https://github.com/C2SP/C2SP/blob/main/age.md",
    ),
    token(
        "vault-token",
        Token,
        &["hvs.", "hvb.", "hvr."],
        &[at_least(BASE64_URL, 24)],
        "https://developer.hashicorp.com/vault/docs/concepts/tokens",
    ),
    token(
        "vault-old-token",
        Token,
        &["X-Vault-Token", "vault_token", "client_token", "vault login"],
        &[Gap, Of(Bytes::of("A-Za-z0-9._-"), 24, 512)],
        "https://developer.hashicorp.com/vault/docs/concepts/tokens",
    )
    .if_(old_vault_token),
    token(
        "vault-unseal-key",
        ApiKey,
        &["Unseal Key 1", "Unseal Key 2", "Unseal Key 3", "Unseal Key 4", "Unseal Key 5", "Unseal Key"],
        &[Gap, exactly(BASE64, 43), Maybe(&["="])],
        "https://developer.hashicorp.com/vault/docs/commands/operator/init",
    ),
    token(
        "terraform-token",
        Token,
        &[".atlasv1."],
        &[at_least(BASE64_URL, 60)],
        "https://developer.hashicorp.com/terraform/cloud-docs/users-teams-organizations/api-tokens",
    )
    .after(ALNUM, 14, 14),
    token(
        "hcp-client-secret",
        ApiKey,
        &["hcp_client_secret"],
        &[Gap, exactly(BASE64_URL, 64)],
        "https://developer.hashicorp.com/hcp/docs/hcp/iam/service-principal/key",
    ),
    token(
        "consul-token",
        Token,
        &["X-Consul-Token", "consul_http_token", "X-Nomad-Token", "nomad_token"],
        &[Gap, exactly(UUID, 36)],
        "https://developer.hashicorp.com/consul/docs/security/acl/tokens",
    )
    .if_(is_uuid),
    token(
        "pulumi-token",
        Token,
        &["pul-"],
        &[exactly(HEX, 40)],
        "https://www.pulumi.com/docs/pulumi-cloud/access-management/access-tokens/",
    ),
    token(
        "onepassword-service-account",
        Token,
        &["ops_eyJ"],
        &[at_least(PADDED_URL.and(PADDED), 100)],
        "https://developer.1password.com/docs/service-accounts/",
    ),
    token(
        "onepassword-secret-key",
        ApiKey,
        &["A3-"],
        &[
            exactly(UPPER, 6),
            Is("-"),
            exactly(UPPER, 6),
            Is("-"),
            exactly(UPPER, 5),
            Is("-"),
            exactly(UPPER, 5),
            Is("-"),
            exactly(UPPER, 5),
            Is("-"),
            exactly(UPPER, 5),
        ],
        "https://support.1password.com/secret-key-security/",
    ),
    token(
        "bitwarden-access-token",
        Token,
        &["bws_access_token"],
        &[Gap, Is("0."), exactly(UUID, 36), Is("."), exactly(ALNUM, 30), Is(":"), at_least(PADDED, 22)],
        "https://bitwarden.com/help/access-tokens/",
    ),
    token(
        "doppler-token",
        Token,
        &["dp.pt.", "dp.st.", "dp.ct.", "dp.sa.", "dp.scim.", "dp.audit.", "dp.said."],
        &[at_least(DOTTED, 40)],
        "https://docs.doppler.com/reference/auth-token-formats",
    ),
    token(
        "infisical-token",
        Token,
        &["infisical_token"],
        &[Gap, Is("st."), at_least(Bytes::of("a-zA-Z0-9."), 40)],
        "https://infisical.com/docs/documentation/platform/token",
    ),
    token("infracost-key", ApiKey, &["ico-"], &[exactly(ALNUM, 32)], "https://www.infracost.io/docs/"),
];

/// Tokens of before 1.10 begin with one letter, or are UUIDs.
fn old_vault_token(value: &[u8]) -> bool {
    is_uuid(value) || value.starts_with(b"s.") || value.starts_with(b"b.") || value.starts_with(b"hv")
}
