//! What can be private, and which switch decides about it.

use serde::{Deserialize, Serialize};

/// The switch that a kind belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Class {
    /// Whoever holds it can do something: always masked.
    Credentials,
    /// Says who: accounts, subscriptions, people.
    Identifiers,
    /// Says where: hosts, addresses, registries, buckets.
    Places,
}

impl Class {
    /// Every class, in the order in which reports show them.
    pub const ALL: [Self; 3] = [Self::Credentials, Self::Identifiers, Self::Places];

    /// The word for it, as options and reports write it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Credentials => "credentials",
            Self::Identifiers => "identifiers",
            Self::Places => "places",
        }
    }
}

/// What a masked value is; its word is the first part of a placeholder.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Kind {
    /// A password or passphrase.
    Password,
    /// A token: bearer, session, personal access, service account.
    Token,
    /// A key of an API or of an account at a vendor.
    ApiKey,
    /// The public half of an access key pair; useless alone, but it names an account.
    AccessKeyId,
    /// A private key, as PEM or in a format of its own.
    PrivateKey,
    /// A cookie.
    Cookie,
    /// A signature that is a permission, as in a presigned address.
    Signature,
    /// An address that is a permission, as of a chat's incoming messages.
    Webhook,
    /// A password that was hashed; short ones can be guessed.
    PasswordHash,
    /// A secret of unknown form.
    Secret,
    /// A name somebody logs in with.
    User,
    /// An e-mail address.
    Email,
    /// An Amazon resource name.
    AwsArn,
    /// A number of an account at AWS.
    AwsAccount,
    /// An identifier of a principal at AWS.
    AwsPrincipal,
    /// A subscription at Azure.
    AzureSubscription,
    /// A tenant at Azure.
    AzureTenant,
    /// An application or object at Azure.
    AzureClient,
    /// A project at Google Cloud.
    GcpProject,
    /// The name of a host.
    Host,
    /// An IP address.
    Ip,
    /// The host of a private image registry, with the path that names its owner.
    Registry,
    /// A bucket of an object store.
    Bucket,
    /// Text that only looks like a placeholder.
    Literal,
    /// A whole text that could not be taken apart.
    Text,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 25] = [
        Self::Password,
        Self::Token,
        Self::ApiKey,
        Self::AccessKeyId,
        Self::PrivateKey,
        Self::Cookie,
        Self::Signature,
        Self::Webhook,
        Self::PasswordHash,
        Self::Secret,
        Self::User,
        Self::Email,
        Self::AwsArn,
        Self::AwsAccount,
        Self::AwsPrincipal,
        Self::AzureSubscription,
        Self::AzureTenant,
        Self::AzureClient,
        Self::GcpProject,
        Self::Host,
        Self::Ip,
        Self::Registry,
        Self::Bucket,
        Self::Literal,
        Self::Text,
    ];

    /// The first part of its placeholders: upper case, underscores.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Password => "PASSWORD",
            Self::Token => "TOKEN",
            Self::ApiKey => "API_KEY",
            Self::AccessKeyId => "ACCESS_KEY_ID",
            Self::PrivateKey => "PRIVATE_KEY",
            Self::Cookie => "COOKIE",
            Self::Signature => "SIGNATURE",
            Self::Webhook => "WEBHOOK",
            Self::PasswordHash => "PASSWORD_HASH",
            Self::Secret => "SECRET",
            Self::User => "USER",
            Self::Email => "EMAIL",
            Self::AwsArn => "AWS_ARN",
            Self::AwsAccount => "AWS_ACCOUNT",
            Self::AwsPrincipal => "AWS_PRINCIPAL",
            Self::AzureSubscription => "AZURE_SUBSCRIPTION",
            Self::AzureTenant => "AZURE_TENANT",
            Self::AzureClient => "AZURE_CLIENT",
            Self::GcpProject => "GCP_PROJECT",
            Self::Host => "HOST",
            Self::Ip => "IP",
            Self::Registry => "REGISTRY",
            Self::Bucket => "BUCKET",
            Self::Literal => "LITERAL",
            Self::Text => "TEXT",
        }
    }

    /// The switch it belongs to.
    #[must_use]
    pub fn class(self) -> Class {
        match self {
            Self::Password
            | Self::Token
            | Self::ApiKey
            | Self::AccessKeyId
            | Self::PrivateKey
            | Self::Cookie
            | Self::Signature
            | Self::Webhook
            | Self::PasswordHash
            | Self::Secret
            | Self::Literal
            | Self::Text => Class::Credentials,
            Self::User
            | Self::Email
            | Self::AwsArn
            | Self::AwsAccount
            | Self::AwsPrincipal
            | Self::AzureSubscription
            | Self::AzureTenant
            | Self::AzureClient
            | Self::GcpProject => Class::Identifiers,
            Self::Host | Self::Ip | Self::Registry | Self::Bucket => Class::Places,
        }
    }
}
