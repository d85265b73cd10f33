//! Lines as real programs print them, with the signs they carry, and lines that carry none.

use super::Sign::{self, *};
use super::{LogReading, read_log, signs_of_line};

type Case = (&'static str, &'static [Sign]);

/// bash, dash, busybox, zsh and what starts programs.
const SHELLS: &[Case] = &[
    ("bash: line 1: kubetcl: command not found", &[CommandNotFound]),
    ("/opt/run.sh: line 12: jq: command not found", &[CommandNotFound]),
    ("bash: pgdump: command not found", &[CommandNotFound]),
    ("dash: 1: pgdump: not found", &[CommandNotFound]),
    ("sh: 1: tsc: not found", &[CommandNotFound]),
    ("/bin/sh: 1: python: not found", &[CommandNotFound]),
    ("/bin/sh: pg_dumpp: not found", &[CommandNotFound]),
    ("sh: aws: not found", &[CommandNotFound]),
    ("/scripts/entry.sh: line 4: envsubst: not found", &[CommandNotFound]),
    ("/scripts/entry.sh: 4: envsubst: not found", &[CommandNotFound]),
    ("2026-01-31T10:00:00.123456789Z /bin/sh: mc: not found", &[CommandNotFound]),
    ("zsh:1: command not found: mysqldump", &[CommandNotFound]),
    ("zsh: command not found: mysqldump", &[CommandNotFound]),
    ("sudo: pg_restore: command not found", &[CommandNotFound]),
    ("bash: line 1: ./bi: cannot execute: required file not found", &[CommandNotFound]),
    ("env: 'python3': No such file or directory", &[CommandNotFound]),
    ("/usr/bin/env: ‘node’: No such file or directory", &[CommandNotFound]),
    ("env: can't execute 'bash': No such file or directory", &[CommandNotFound]),
    ("xargs: rclone: No such file or directory", &[CommandNotFound]),
    ("make: golint: No such file or directory", &[CommandNotFound]),
    ("timeout: failed to run command ‘backup’: No such file or directory", &[CommandNotFound]),
    ("exec /entrypoint.sh: no such file or directory", &[CommandNotFound]),
    ("exec: \"loader\": executable file not found in $PATH", &[CommandNotFound]),
    (
        "OCI runtime create failed: runc create failed: unable to start container process: exec: \"/app/go\": stat /app/go: no such file or directory: unknown",
        &[CommandNotFound],
    ),
    ("'helm' is not recognized as an internal or external command,", &[CommandNotFound]),
    ("Error: spawn ffmpeg ENOENT", &[CommandNotFound, ErrorLine]),
    ("/bin/sh: /tmp/m.sh: Permission denied", &[NotExecutable]),
    ("bash: line 1: ./migrate: Permission denied", &[NotExecutable]),
    ("dash: 1: ./migrate: Permission denied", &[NotExecutable]),
    ("exec /app/start: permission denied", &[NotExecutable]),
    ("env: can't execute '/work/x': Permission denied", &[NotExecutable]),
    ("failed to create shim task: exec: \"./run\": permission denied: unknown", &[NotExecutable, ErrorLine]),
    ("Error: spawn /app/bin/tool EACCES", &[NotExecutable, ErrorLine]),
    ("/bin/sh: can't create /data/out.csv: Permission denied", &[PermissionDenied]),
    ("sh: 1: cannot create /data/out.csv: Permission denied", &[PermissionDenied]),
    ("cat: /etc/shadow: Permission denied", &[PermissionDenied]),
    ("mkdir: can't create directory '/srv/a': Permission denied", &[PermissionDenied]),
    ("touch: cannot touch '/srv/a': Permission denied", &[PermissionDenied]),
    ("chown: changing ownership of '/data': Operation not permitted", &[PermissionDenied]),
    ("PermissionError: [Errno 13] Permission denied: '/data/x'", &[PermissionDenied, ErrorLine]),
    ("Error: EACCES: permission denied, open '/data/x'", &[PermissionDenied, ErrorLine]),
    ("open /data/x: permission denied", &[PermissionDenied]),
    ("java.io.FileNotFoundException: /data/x (Permission denied)", &[PermissionDenied, ErrorLine]),
    ("/bin/sh: can't create /var/cache.db: Read-only file system", &[ReadOnlyFilesystem]),
    ("sh: 1: cannot create /etc/x: Read-only file system", &[ReadOnlyFilesystem]),
    ("bash: line 1: /etc/x: Read-only file system", &[ReadOnlyFilesystem]),
    ("OSError: [Errno 30] Read-only file system: '/app/cache'", &[ReadOnlyFilesystem, ErrorLine]),
    ("Error: EROFS: read-only file system, mkdir '/app/cache'", &[ReadOnlyFilesystem, ErrorLine]),
    ("open /app/cache/x: read-only file system", &[ReadOnlyFilesystem]),
    ("java.io.FileNotFoundException: /app/x (Read-only file system)", &[FileMissing, ReadOnlyFilesystem, ErrorLine]),
    ("exec /code/run: exec format error", &[ExecFormat]),
    ("bash: line 1: ./ef: cannot execute binary file: Exec format error", &[ExecFormat]),
    ("OSError: [Errno 8] Exec format error: './tool'", &[ExecFormat, ErrorLine]),
    ("cat: /config/app.yaml: No such file or directory", &[FileMissing]),
    ("bash: line 1: /nosuch/x: No such file or directory", &[FileMissing]),
    ("sh: 1: cannot create /nosuch/x: Directory nonexistent", &[FileMissing]),
    ("/bin/sh: can't create /nosuch/x: nonexistent directory", &[FileMissing]),
    ("Killed", &[KilledChild]),
    ("2026-01-31T10:00:00Z Killed", &[KilledChild]),
    ("bash: line 1: 16392 Killed                  python train.py", &[KilledChild]),
    ("./run.sh: line 3:    17 Killed                  java -jar app.jar", &[KilledChild]),
    ("[1]+  Killed                  ./worker", &[KilledChild]),
    ("make: *** [Makefile:2: all] Killed", &[KilledChild, ChildFailed]),
    ("Memory cgroup out of memory: Killed process 4711 (java) total-vm:8192kB", &[KilledChild]),
    ("signal: killed", &[KilledChild]),
    ("worker exited with code 137", &[KilledChild, ChildFailed]),
    ("wait: exit status 137", &[KilledChild, ChildFailed]),
    ("Segmentation fault", &[Segfault]),
    ("Segmentation fault (core dumped)", &[Segfault]),
    ("bash: line 1: 16396 Segmentation fault      ./encode", &[Segfault]),
    ("python[77]: segfault at 0 ip 00007f sp 00007ffc error 4 in libfoo.so", &[Segfault]),
    ("Aborted", &[Abort]),
    ("Aborted (core dumped)", &[Abort]),
    ("bash: line 1: 16425 Aborted                 ./solve", &[Abort]),
    ("solve: main.c:12: main: Assertion `n > 0' failed.", &[Abort]),
    ("double free or corruption (out)", &[Abort]),
    ("Illegal instruction (core dumped)", &[IllegalInstruction]),
    ("bash: line 1: 16416 Illegal instruction     ./avx", &[IllegalInstruction]),
    ("bash: line 1: 16412 Bus error               ./map", &[BusError]),
    ("bash: line 1: 16408 Floating point exception./div", &[ArithmeticError]),
    ("bash: line 1: 16421 Bad system call         ./sandboxed", &[BadSystemCall]),
    ("Terminated", &[Terminated]),
    ("bash: line 1: 99 Terminated              sleep 100", &[Terminated]),
    ("bash: line 1: DB_URL: unbound variable", &[ScriptError]),
    ("dash: 1: DB_URL: parameter not set", &[ScriptError]),
    ("bash: -c: line 2: syntax error: unexpected end of file", &[ScriptError]),
    ("sh: 1: Syntax error: Unterminated quoted string", &[ScriptError]),
    ("bash: -c: line 1: unexpected EOF while looking for matching `\"'", &[ScriptError]),
    ("yes: standard output: Broken pipe", &[BrokenPipe]),
    ("dd: error writing '/out/disk.img': No space left on device", &[DiskFull, ErrorLine]),
    ("sort: write failed: /tmp/sortA: No space left on device", &[DiskFull]),
    ("cp: missing file operand", &[UsageError]),
    ("ls: unrecognized option: z", &[UsageError]),
    ("tar: invalid option -- 'q'", &[UsageError]),
    ("Usage: tar [OPTION...] [FILE]...", &[UsageError]),
    ("make: *** [Makefile:2: all] Error 1", &[ChildFailed]),
    ("make[1]: *** [Makefile:9: test] Error 127", &[ChildFailed]),
];

/// Python, Java, Node, Go, Rust, .NET, Ruby, PHP, Perl.
const LANGUAGES: &[Case] = &[
    ("Traceback (most recent call last):", &[Traceback]),
    ("ValueError: bad row 17", &[ErrorLine]),
    ("KeyError: 'customer_id'", &[ErrorLine]),
    ("sqlalchemy.exc.OperationalError: (psycopg2.OperationalError) server gone", &[ErrorLine]),
    ("ModuleNotFoundError: No module named 'requests'", &[LibraryMissing, ErrorLine]),
    (
        "ImportError: libGL.so.1: cannot open shared object file: No such file or directory",
        &[LibraryMissing, FileMissing, ErrorLine],
    ),
    ("FileNotFoundError: [Errno 2] No such file or directory: '/in/a.csv'", &[FileMissing, ErrorLine]),
    ("python3: can't open file '/app/main.py': [Errno 2] No such file or directory", &[FileMissing]),
    ("ConnectionRefusedError: [Errno 111] Connection refused", &[ConnectionRefused, ErrorLine]),
    ("socket.gaierror: [Errno -2] Name or service not known", &[HostNotFound]),
    ("socket.gaierror: [Errno -3] Temporary failure in name resolution", &[HostNotFound]),
    ("urllib.error.URLError: <urlopen error [Errno -2] Name or service not known>", &[HostNotFound, ErrorLine]),
    (
        "requests.exceptions.ReadTimeout: HTTPSConnectionPool(host='api', port=443): Read timed out. (read timeout=5)",
        &[ConnectionTimedOut],
    ),
    ("TimeoutError: [Errno 110] Connection timed out", &[ConnectionTimedOut, ErrorLine]),
    ("ConnectionResetError: [Errno 104] Connection reset by peer", &[ConnectionReset, ErrorLine]),
    ("http.client.RemoteDisconnected: Remote end closed connection without response", &[ConnectionReset]),
    ("BrokenPipeError: [Errno 32] Broken pipe", &[BrokenPipe, ErrorLine]),
    ("MemoryError", &[HeapExhausted, ErrorLine]),
    ("numpy.core._exceptions._ArrayMemoryError: Unable to allocate 3.2 GiB", &[HeapExhausted, ErrorLine]),
    ("OSError: [Errno 12] Cannot allocate memory", &[HeapExhausted, ErrorLine]),
    ("OSError: [Errno 24] Too many open files: '/in/7.csv'", &[TooManyOpenFiles, ErrorLine]),
    ("OSError: [Errno 28] No space left on device", &[DiskFull, ErrorLine]),
    ("ZeroDivisionError: division by zero", &[ArithmeticError, ErrorLine]),
    ("subprocess.CalledProcessError: Command 'exit 3' returned non-zero exit status 3.", &[ChildFailed, ErrorLine]),
    ("subprocess.TimeoutExpired: Command 'curl host' timed out after 5 seconds", &[CommandTimedOut]),
    ("etl.py: error: unrecognized arguments: --dat", &[UsageError, ErrorLine]),
    ("etl.py: error: the following arguments are required: --date", &[UsageError, ErrorLine]),
    ("usage: etl.py [-h] --date DATE", &[UsageError]),
    (
        "ssl.SSLCertVerificationError: [SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: self-signed certificate (_ssl.c:1006)",
        &[CertificateNotTrusted, ErrorLine],
    ),
    (
        "[2026-01-31 10:00:00 +0000] [1] [ERROR] Worker (pid:7) was sent SIGKILL! Perhaps out of memory?",
        &[KilledChild, ErrorLine],
    ),
    ("[2026-01-31 10:00:00 +0000] [1] [INFO] Handling signal: term", &[Terminated]),
    ("Fatal Python error: Segmentation fault", &[Segfault, Abort, ErrorLine]),
    (
        "Exception in thread \"main\" java.lang.OutOfMemoryError: Java heap space",
        &[HeapExhausted, Traceback, ErrorLine],
    ),
    ("Exception in thread \"main\" java.lang.RuntimeException: wrapped", &[Traceback, ErrorLine]),
    ("Caused by: java.lang.NullPointerException: Cannot invoke \"Object.toString()\"", &[ErrorLine]),
    ("Error: Could not find or load main class Nope", &[LibraryMissing, ErrorLine]),
    ("Caused by: java.lang.ClassNotFoundException: com.acme.Job", &[LibraryMissing, ErrorLine]),
    ("Error: Unable to access jarfile app.jar", &[FileMissing, ErrorLine]),
    ("Unrecognized option: --nope", &[UsageError]),
    ("java.net.ConnectException: Connection refused", &[ConnectionRefused, ErrorLine]),
    ("Caused by: java.net.UnknownHostException: db.prod", &[HostNotFound, ErrorLine]),
    ("java.net.SocketTimeoutException: connect timed out", &[ConnectionTimedOut, ErrorLine]),
    ("javax.net.ssl.SSLHandshakeException: PKIX path building failed", &[CertificateNotTrusted, ErrorLine]),
    ("2026-01-31 10:00:00.123 ERROR 1 --- [main] c.a.Job : failed step", &[ErrorLine]),
    ("10:00:00.123 [main] ERROR com.acme.Job - step 3 broke", &[ErrorLine]),
    ("SEVERE: Could not load the chunk", &[ErrorLine]),
    ("Terminating due to java.lang.OutOfMemoryError: Java heap space", &[HeapExhausted]),
    ("Error: connect ECONNREFUSED 127.0.0.1:5432", &[ConnectionRefused, ErrorLine]),
    ("  code: 'ECONNREFUSED',", &[ConnectionRefused]),
    ("Error: getaddrinfo ENOTFOUND redis.prod", &[HostNotFound, ErrorLine]),
    ("Error: getaddrinfo EAI_AGAIN api", &[HostNotFound, ErrorLine]),
    ("Error: connect ETIMEDOUT 10.0.0.1:443", &[ConnectionTimedOut, ErrorLine]),
    ("Error: read ECONNRESET", &[ConnectionReset, ErrorLine]),
    ("Error: socket hang up", &[ConnectionReset, ErrorLine]),
    ("Error: Cannot find module './config'", &[LibraryMissing, ErrorLine]),
    ("  code: 'MODULE_NOT_FOUND',", &[LibraryMissing]),
    ("Error [ERR_MODULE_NOT_FOUND]: Cannot find package 'pg' imported from /app/x.mjs", &[LibraryMissing, ErrorLine]),
    ("Error: ENOENT: no such file or directory, open 'a.json'", &[FileMissing, ErrorLine]),
    ("Error: EMFILE: too many open files, open 'a.json'", &[TooManyOpenFiles, ErrorLine]),
    ("FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory", &[HeapExhausted, ErrorLine]),
    ("TypeError: Cannot read properties of undefined (reading 'id')", &[ErrorLine]),
    ("{\"level\":\"error\",\"msg\":\"could not save\",\"time\":1}", &[ErrorLine]),
    ("{\"level\":50,\"time\":1,\"msg\":\"boom\"}", &[ErrorLine]),
    ("node: bad option: --nope", &[UsageError]),
    ("2026/11/24 02:27:09 dial tcp 127.0.0.1:1: connect: connection refused", &[ConnectionRefused]),
    ("dial tcp: lookup db on 10.96.0.10:53: no such host", &[HostNotFound]),
    ("dial tcp 10.0.0.9:443: i/o timeout", &[ConnectionTimedOut]),
    ("Get \"https://api/v1\": context deadline exceeded", &[ConnectionTimedOut]),
    ("dial tcp 10.0.0.9:443: connect: no route to host", &[ConnectionTimedOut]),
    ("read tcp 10.0.0.1:1->10.0.0.2:2: read: connection reset by peer", &[ConnectionReset]),
    ("Get \"https://api\": x509: certificate signed by unknown authority", &[CertificateNotTrusted]),
    ("panic: runtime error: index out of range [3] with length 3", &[Traceback, ErrorLine]),
    ("panic: boom", &[Traceback, ErrorLine]),
    ("fatal error: all goroutines are asleep - deadlock!", &[Traceback, ErrorLine]),
    ("fatal error: runtime: out of memory", &[HeapExhausted, Traceback, ErrorLine]),
    ("[signal SIGSEGV: segmentation violation code=0x1 addr=0x0 pc=0x4ff1ba]", &[Segfault]),
    ("time=\"2026-01-31T10:00:00Z\" level=fatal msg=\"no route\"", &[ErrorLine]),
    ("E1124 02:27:49.937909   19693 memcache.go:265] no group list", &[ErrorLine]),
    ("thread 'main' panicked at src/main.rs:5:10:", &[Traceback]),
    ("thread 'main' panicked at 'index out of bounds', src/main.rs:5:10", &[Traceback]),
    ("memory allocation of 1073741824 bytes failed", &[HeapExhausted]),
    ("fatal runtime error: stack overflow", &[Abort, ErrorLine]),
    ("terminate called after throwing an instance of 'std::bad_alloc'", &[HeapExhausted, Abort]),
    ("Unhandled exception. System.InvalidOperationException: no rows", &[Traceback, ErrorLine]),
    ("System.OutOfMemoryException: Array dimensions exceeded", &[HeapExhausted, ErrorLine]),
    ("Failed to initialize CoreCLR, HRESULT: 0x8007000E", &[DotnetHostFailed, ErrorLine]),
    ("You must install or update .NET to run this application.", &[DotnetHostFailed]),
    ("A fatal error occurred. The required library hostfxr.dll could not be found.", &[DotnetHostFailed]),
    ("[10:00:00 ERR] the batch broke", &[ErrorLine]),
    ("app.rb:3:in `run': undefined method `x' for nil (NoMethodError)", &[Traceback]),
    ("PHP Fatal error:  Allowed memory size of 134217728 bytes exhausted", &[HeapExhausted, Traceback]),
    ("Can't locate DBI.pm in @INC (you may need to install the DBI module)", &[LibraryMissing, ErrorLine]),
    (
        "./app: error while loading shared libraries: libpq.so.5: cannot open shared object file: No such file or directory",
        &[LibraryMissing, FileMissing, ErrorLine],
    ),
    ("/app: /lib/libc.so.6: version `GLIBC_2.34' not found (required by /app)", &[LibraryMissing]),
    (
        "Error loading shared library libgcc_s.so.1: No such file or directory (needed by /app)",
        &[LibraryMissing, FileMissing, ErrorLine],
    ),
    ("java.lang.ArithmeticException: / by zero", &[ArithmeticError, ErrorLine]),
    ("KeyError: 'DATABASE_URL environment variable is missing'", &[SettingMissing, ErrorLine]),
    ("DATABASE_URL is not set", &[SettingMissing]),
    ("Error: environment variable TOKEN must be set", &[SettingMissing, ErrorLine]),
];

/// psql, mysql, curl, wget, aws, git, npm, terraform, kubectl and their like.
const TOOLS: &[Case] = &[
    (
        "psql: error: connection to server at \"db\" (10.0.0.1), port 5432 failed: Connection refused",
        &[ConnectionRefused, ErrorLine],
    ),
    (
        "psql: error: could not translate host name \"db\" to address: Name or service not known",
        &[HostNotFound, ErrorLine],
    ),
    ("psql: error: FATAL:  password authentication failed for user \"app\"", &[AuthenticationFailed, ErrorLine]),
    ("psql:/sql/m.sql:3: ERROR:  relation \"users\" does not exist", &[ErrorLine]),
    ("ERROR:  canceling statement due to statement timeout", &[CommandTimedOut, ErrorLine]),
    ("ERROR:  permission denied for table orders", &[Forbidden, ErrorLine]),
    ("FATAL:  sorry, too many clients already", &[ServiceUnavailable, ErrorLine]),
    ("pg_dump: error: server closed the connection unexpectedly", &[ConnectionReset, ErrorLine]),
    ("ERROR:  deadlock detected", &[LockWait, ErrorLine]),
    ("ERROR 2003 (HY000): Can't connect to MySQL server on 'db:3306' (111)", &[ConnectionRefused, ErrorLine]),
    ("ERROR 2003 (HY000): Can't connect to MySQL server on 'db:3306' (110)", &[ConnectionTimedOut, ErrorLine]),
    (
        "ERROR 1045 (28000): Access denied for user 'app'@'10.0.0.1' (using password: YES)",
        &[AuthenticationFailed, ErrorLine],
    ),
    ("ERROR 1205 (HY000): Lock wait timeout exceeded; try restarting transaction", &[LockWait, ErrorLine]),
    ("ERROR 2005 (HY000): Unknown MySQL server host 'db' (-2)", &[HostNotFound, ErrorLine]),
    ("Could not connect to Redis at cache:6379: Connection refused", &[ConnectionRefused, ErrorLine]),
    ("curl: (6) Could not resolve host: nosuch.invalid", &[HostNotFound]),
    ("curl: (7) Failed to connect to 127.0.0.1 port 1 after 0 ms: Couldn't connect to server", &[ConnectionRefused]),
    ("curl: (28) Operation timed out after 5001 milliseconds with 0 bytes received", &[ConnectionTimedOut]),
    ("curl: (60) SSL certificate problem: unable to get local issuer certificate", &[CertificateNotTrusted]),
    ("curl: (52) Empty reply from server", &[ConnectionReset]),
    ("wget: unable to resolve host address ‘nosuch.invalid’", &[HostNotFound]),
    ("wget: bad address 'nosuch.invalid'", &[HostNotFound]),
    ("nc: can't connect to remote host (127.0.0.1): Connection refused", &[ConnectionRefused]),
    ("nc: bad address 'db'", &[HostNotFound]),
    ("ping: unknown host db", &[HostNotFound]),
    ("** server can't find db.prod: NXDOMAIN", &[HostNotFound]),
    (
        "Unable to locate credentials. You can configure credentials by running \"aws configure\".",
        &[AuthenticationFailed, ErrorLine],
    ),
    ("Could not connect to the endpoint URL: \"http://127.0.0.1:1/\"", &[ConnectionRefused, ErrorLine]),
    ("An error occurred (AccessDenied) when calling the PutObject operation: Access Denied", &[Forbidden, ErrorLine]),
    ("An error occurred (ExpiredToken) when calling the ListBuckets operation", &[AuthenticationFailed, ErrorLine]),
    ("An error occurred (ThrottlingException) when calling the DescribeInstances operation", &[RateLimited, ErrorLine]),
    ("aws: error: the following arguments are required: command", &[UsageError, ErrorLine]),
    ("fatal: unable to access 'http://git/x/': Could not resolve host: git", &[HostNotFound, ErrorLine]),
    ("fatal: could not read Username for 'https://git': No such device or address", &[AuthenticationFailed, ErrorLine]),
    ("git@git: Permission denied (publickey).", &[AuthenticationFailed]),
    ("git: 'nope' is not a git command. See 'git --help'.", &[UsageError]),
    ("ssh: connect to host 10.0.0.1 port 22: Connection refused", &[ConnectionRefused]),
    ("ssh: connect to host 10.0.0.1 port 22: Connection timed out", &[ConnectionTimedOut]),
    ("npm error Missing script: \"build\"", &[ErrorLine]),
    ("npm ERR! code ELIFECYCLE", &[ChildFailed, ErrorLine]),
    (
        "npm error enoent Could not read package.json: Error: ENOENT: no such file or directory, open '/p'",
        &[FileMissing, ErrorLine],
    ),
    ("error Command failed with exit code 1.", &[ChildFailed, ErrorLine]),
    (
        "\u{1b}[31m│\u{1b}[0m \u{1b}[0m\u{1b}[1m\u{1b}[31mError: \u{1b}[0m\u{1b}[0m\u{1b}[1mInvalid provider\u{1b}[0m",
        &[ErrorLine],
    ),
    ("│ Error: Error acquiring the state lock", &[LockWait, ErrorLine]),
    (
        "The connection to the server 127.0.0.1:1 was refused - did you specify the right host or port?",
        &[ConnectionRefused],
    ),
    (
        "Error from server (Forbidden): pods is forbidden: User \"system:serviceaccount:a:b\" cannot list",
        &[Forbidden, ErrorLine],
    ),
    ("error: You must be logged in to the server (Unauthorized)", &[AuthenticationFailed, ErrorLine]),
    ("Error: unknown flag: --namespce", &[UsageError, ErrorLine]),
    ("Error: required flag(s) \"name\" not set", &[UsageError, ErrorLine]),
    ("HTTP/1.1 503 Service Unavailable", &[ServiceUnavailable]),
    (
        "requests.exceptions.HTTPError: 502 Server Error: Bad Gateway for url: http://api",
        &[ServiceUnavailable, ErrorLine],
    ),
    ("server returned 429 Too Many Requests", &[RateLimited]),
    ("E: Unable to locate package foo", &[ErrorLine]),
    ("E: Could not get lock /var/lib/dpkg/lock-frontend", &[LockWait, ErrorLine]),
    ("ERROR: Unable to lock database: Resource temporarily unavailable", &[LockWait, ErrorLine]),
    ("waiting for advisory lock 42", &[LockWait]),
    ("Waiting for changelog lock....", &[LockWait]),
    ("    Blocking waiting for file lock on package cache", &[LockWait]),
    ("waiting for db", &[Waiting]),
    ("[INFO] received SIGTERM, shutting down", &[Terminated]),
    ("Received signal 15, stopping the workers", &[Terminated]),
    ("caught signal: terminated, received SIGTERM", &[Terminated]),
    ("exited: worker (exit status 1; not expected)", &[ChildFailed]),
    ("Process completed with exit code 2.", &[ChildFailed]),
    ("step upload exited with code 3", &[ChildFailed]),
    ("command terminated: exit status 124", &[CommandTimedOut, ChildFailed]),
    ("rsync error: some files could not be transferred (code 23) at main.c(1338)", &[]),
    ("/bin/bash: line 1: 12 Killed                  mysqldump shop | gzip", &[KilledChild]),
];

/// Lines on which nothing is wrong, or that only speak of errors.
const INNOCENT: &[&str] = &[
    "",
    "dumping",
    "ok",
    "done in 3.2s",
    "finished with 0 errors",
    "errors=0",
    "errors: 0",
    "error_count=0",
    "error=0",
    "error: none",
    "last error: nil",
    "error=null",
    "\"error\": null,",
    "{\"level\":\"info\",\"msg\":\"done\",\"error\":null}",
    "{\"level\":\"info\",\"msg\":\"error rate is low\"}",
    "error rate 0.0",
    "Error rate: 0.02",
    "loaded error_handler",
    "Error handler installed",
    "registered ErrorHandler",
    "no errors",
    "no error",
    "No error found in 1200 rows",
    "0 error lines",
    "INFO no ERROR lines in the input",
    "INFO 2026-01-31 error budget is 99.9",
    "INFO retry after error: took 3 tries",
    "2026-01-31 10:00:00,000 INFO loader - Error: none of them matter",
    "[INFO] error reporting is on",
    "[WARN] ERROR words in a warning",
    "W1124 02:27:49.937909   19693 cache.go:265] ERROR words in a warning",
    "I1124 02:27:49.937909   19693 cache.go:265] synced",
    "level=info msg=\"ERROR seen upstream\"",
    "terror: a study in 12 chapters",
    "mirrored 300 files",
    "fatality counts by year",
    "panic button pressed in test 7",
    "importing exceptions.csv",
    "exception list loaded",
    "user Killed Bill rented a film",
    "we killed 3 stale sessions",
    "4 connections terminated",
    "Aborted transactions are retried",
    "3 sessions aborted by their owner",
    "connection timeout: 30s",
    "connection timeout=30",
    "connect timeout is 5 seconds",
    "connect timeout set to 5s",
    "connection_refused=0",
    "connection refused: 0",
    "0 connection refused",
    "installed handler for SIGTERM",
    "ignoring SIGPIPE",
    "will stop on SIGTERM",
    "java -XX:+ExitOnOutOfMemoryError -XX:+HeapDumpOnOutOfMemoryError -jar app.jar",
    "generated self-signed certificate for localhost",
    "exit code 0",
    "worker exited with code 0",
    "child returned exit status 0",
    "Process finished with exit code: 0",
    "mounted /data as read-only file system",
    "page not found in cache, fetching it",
    "GET /missing 404 Not Found",
    "config: not found, using defaults",
    "key not set, using defaults",
    "make: Nothing to be done for 'all'.",
    "make: *** comments are not errors",
    "usage of memory: 20%",
    "disk usage: 20%",
    "the lock was taken",
    "blocks: 12 of 40",
    "Permissions updated",
    "copying traceback.py",
    "class ErrorBoundary loaded",
    "std::error::Error implemented for Foo",
    "signal 15 dBm at antenna 2",
    "error-free run",
    "downloaded 137 files",
    "code 137 of the catalogue",
];

#[test]
fn lines_carry_the_signs_they_show() {
    let mut wrong = Vec::new();
    for (line, expected) in [SHELLS, LANGUAGES, TOOLS].into_iter().flatten() {
        let mut signs = signs_of_line(line);
        let mut expected = expected.to_vec();
        signs.sort_unstable();
        expected.sort_unstable();
        if signs != expected {
            wrong.push(format!("{line}\n    has {signs:?}\n    not {expected:?}"));
        }
    }
    assert!(wrong.is_empty(), "{} lines:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn innocent_lines_carry_none() {
    let signed: Vec<_> =
        INNOCENT.iter().map(|line| (line, signs_of_line(line))).filter(|line| !line.1.is_empty()).collect();
    assert!(signed.is_empty(), "{signed:#?}");
}

#[test]
fn there_are_enough_of_both() {
    assert!(SHELLS.len() + LANGUAGES.len() + TOOLS.len() >= 150);
    assert!(INNOCENT.len() >= 60);
}

#[test]
fn every_sign_has_a_line() {
    for sign in Sign::ALL {
        let shown = [SHELLS, LANGUAGES, TOOLS].into_iter().flatten().any(|(_, signs)| signs.contains(&sign));
        assert!(shown, "{sign:?}");
        assert_eq!(Sign::ALL[sign as usize], sign);
    }
}

fn quoted(text: &str) -> &str {
    let reading: LogReading = read_log(text);
    let span = reading.error.unwrap_or_default();
    &text[span.start as usize..span.end as usize]
}

#[test]
fn the_line_a_colleague_would_quote() {
    let python = "start\nTraceback (most recent call last):\n  File \"a.py\", line 1, in <module>\n    run()\nrequests.Timeout\n\
                  \nDuring handling of the above exception, another exception occurred:\n\n\
                  Traceback (most recent call last):\n  File \"a.py\", line 3, in <module>\n    stop()\nNope: gone\nbye\n";
    let cases = [
        (python, "Nope: gone"),
        (
            "2026-01-31T10:00:00Z Traceback (most recent call last):\r\n2026-01-31T10:00:00Z   File \"a.py\"\r\n\
             2026-01-31T10:00:01Z KeyError: 'id'\r\n",
            "2026-01-31T10:00:01Z KeyError: 'id'",
        ),
        (
            "Exception in thread \"main\" java.lang.RuntimeException: wrapped\n\tat T.main(T.java:1)\n\
             Caused by: java.sql.SQLException: no table\n\tat T.q(T.java:2)\n\t... 1 more\n",
            "Caused by: java.sql.SQLException: no table",
        ),
        (
            "/app/x.js:1\nthrow new Error('boom')\n^\n\nError: boom\n    at Object.<anonymous> (/app/x.js:1:7)\n\n\
             Node.js v20.20.2\n",
            "Error: boom",
        ),
        (
            "thread 'main' panicked at src/main.rs:5:10:\nno such table\nnote: run with `RUST_BACKTRACE=1`\n",
            "no such table",
        ),
        ("panic: boom\n\ngoroutine 1 [running]:\nmain.main()\n\t/g.go:8 +0x24f\nexit status 2\n", "panic: boom"),
        ("/bin/sh: pg_dumpp: not found\ndumping\n", "/bin/sh: pg_dumpp: not found"),
        ("loading 1200 rows\nValueError: bad row 17\n", "ValueError: bad row 17"),
        ("usage: a [-h]\na: error: unrecognized arguments: --x\n", "a: error: unrecognized arguments: --x"),
        ("gcc: x.c: No such file or directory\nmake: *** [all] Error 1\n", "gcc: x.c: No such file or directory"),
        ("working\nTerminated\n", "Terminated"),
        ("no token\n", ""),
        ("", ""),
        ("Traceback (most recent call last):\n  File \"a.py\", line 1", ""),
    ];
    for (log, line) in cases {
        assert_eq!(quoted(log), line, "{log}");
    }
}

#[test]
fn hits_are_bounded_and_in_order() {
    let log: String = (0..100).map(|at| format!("ERROR number {at}\nfine\n")).collect();
    let reading = read_log(&log);
    let lines: Vec<_> = reading.hits.iter().map(|hit| &log[hit.line.start as usize..hit.line.end as usize]).collect();
    let expected = [0, 1, 2, 95, 96, 97, 98, 99].map(|at| format!("ERROR number {at}"));
    assert_eq!(lines, expected);
    assert_eq!(reading.lines, 200);
    assert_eq!(reading.last_lines.len(), 8);
}

#[test]
fn lines_are_counted_and_the_last_are_kept() {
    assert_eq!(read_log("").lines, 0);
    assert_eq!(read_log("a").lines, 1);
    assert_eq!(read_log("a\n").lines, 1);
    let log = "a\r\n\n  \nb\r\n\n";
    let last: Vec<_> =
        read_log(log).last_lines.iter().map(|line| &log[line.start as usize..line.end as usize]).collect();
    assert_eq!(last, ["a", "b"]);
    assert_eq!(read_log(log).lines, 5);
}

#[test]
fn one_line_of_many_megabytes_is_read() {
    let mut log = "error: x Killed permission denied SIGTERM waiting for ".repeat(60_000);
    log.push_str("dial tcp: connect: connection refused");
    let reading = read_log(&log);
    assert_eq!(reading.lines, 1);
    assert!(reading.hits.iter().any(|hit| hit.sign == ConnectionRefused));
    assert!(reading.hits.len() <= Sign::ALL.len());
}

#[test]
fn any_bytes_are_read() {
    for text in [
        "\u{1b}[",
        "\u{1b}[31m",
        "é: not found",
        ": not found",
        "Killed\r",
        "│",
        "E1",
        "[pod/",
        "error",
        "ERR!",
        "1 Killed",
    ] {
        let _ = read_log(text);
        let _ = read_log(&format!("{text}\n{text}\n"));
    }
}
