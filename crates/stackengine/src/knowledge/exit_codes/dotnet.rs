//! Codes of the program that starts .NET applications: all of them collide with the 128 + signal convention.

use super::Retry::{Depends, DoesNotHelp};
use super::{Row, table};

/// The host's own numbers are 0x80008000 plus these; Linux keeps the lowest 8 bits.
pub(super) static HOST: &[Row] = &table(
    ".NET host",
    "a .NET image, an end within seconds of the start, and a hostfxr, hostpolicy or CoreCLR line in the log",
    "dotnet/runtime docs/design/features/host-error-codes.md",
    [
        (129, DoesNotHelp, "InvalidArgFailure: the host was given a wrong argument", None),
        (130, DoesNotHelp, "CoreHostLibLoadFailure: a library of the host could not be loaded", None),
        (131, DoesNotHelp, "CoreHostLibMissingFailure: hostfxr, hostpolicy or coreclr is missing", None),
        (132, DoesNotHelp, "CoreHostEntryPointFailure: a library of the host lacks an entry point", None),
        (133, DoesNotHelp, "CoreHostCurHostFindFailure: the host could not find where it is installed", None),
        (135, DoesNotHelp, "CoreClrResolveFailure: the coreclr library could not be found", None),
        (136, DoesNotHelp, "CoreClrBindFailure: the coreclr library could not be loaded", None),
        (137, Depends, "CoreClrInitFailure: the runtime could not be initialised, as with too little memory", None),
        (138, DoesNotHelp, "CoreClrExeFailure: the runtime could not run the application", None),
        (139, DoesNotHelp, "ResolverInitFailure: a .deps.json file is missing or damaged", None),
        (140, DoesNotHelp, "ResolverResolveFailure: a file that .deps.json names is missing or in conflict", None),
        (142, DoesNotHelp, "LibHostInitFailure: hostfxr and hostpolicy do not fit each other", None),
        (145, DoesNotHelp, "LibHostSdkFindFailure: no .NET SDK fits the command; images for running have none", None),
        (146, DoesNotHelp, "LibHostInvalidArgs: hostpolicy was called with wrong arguments", None),
        (147, DoesNotHelp, "InvalidConfigFile: the .runtimeconfig.json file is damaged or incomplete", None),
        (148, DoesNotHelp, "AppArgNotRunnable: the command line names no application", None),
        (149, DoesNotHelp, "AppHostExeNotBoundFailure: the executable does not know which application it starts", None),
        (
            150,
            DoesNotHelp,
            "FrameworkMissingFailure: the .NET framework the application needs is not in the image",
            None,
        ),
        (151, DoesNotHelp, "HostApiFailed: a command of the host failed", None),
        (152, DoesNotHelp, "HostApiBufferTooSmall: a buffer given to the host was too small", None),
        (154, DoesNotHelp, "AppPathFindFailure: the application's .dll is missing", None),
        (155, DoesNotHelp, "SdkResolveFailure: no .NET SDK fits the command; images for running have none", None),
        (156, DoesNotHelp, "FrameworkCompatFailure: the frameworks the application names exclude each other", None),
        (157, DoesNotHelp, "FrameworkCompatRetry: an internal state of the host that should never be seen", None),
        (159, Depends, "BundleExtractionFailure: the single-file bundle is damaged", None),
        (160, Depends, "BundleExtractionIOError: the single-file bundle could not be unpacked to disk", None),
        (161, DoesNotHelp, "LibHostDuplicateProperty: .runtimeconfig.json sets a property the host owns", None),
        (162, DoesNotHelp, "HostApiUnsupportedVersion: the installed host is too old for what was asked of it", None),
        (163, DoesNotHelp, "HostInvalidState: the host was asked for something it cannot do now", None),
        (164, DoesNotHelp, "HostPropertyNotFound: a runtime property that was asked for does not exist", None),
        (165, DoesNotHelp, "HostIncompatibleConfig: a component needs a framework that is not loaded", None),
    ],
);
