# Prints which local times a change of the clocks skips and repeats, a zone a line; see `schemas.rs`.
import sys
from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo

FIRST, LAST = datetime(2027, 1, 1, tzinfo=timezone.utc), datetime(2030, 1, 1, tzinfo=timezone.utc)


def changes(zone):
    """Each change of the offset: the first moment after it, the offsets before and after."""
    at, offset = FIRST, FIRST.astimezone(zone).utcoffset()
    while at < LAST:
        low, high = at, at + timedelta(days=1)
        after = high.astimezone(zone).utcoffset()
        if after != offset:
            while high - low > timedelta(minutes=1):
                middle = low + timedelta(minutes=(high - low) // timedelta(minutes=2))
                low, high = (low, middle) if middle.astimezone(zone).utcoffset() == after else (middle, high)
            yield high, offset, after
        at, offset = at + timedelta(days=1), after


def minutes(local):
    return local.hour * 60 + local.minute


def line(name):
    found = {"skips": {}, "repeats": {}}
    for moment, before, after in changes(ZoneInfo(name)):
        naive = moment.replace(tzinfo=None)
        length = abs(after - before) // timedelta(minutes=1)
        start = naive + (before if after > before else after)
        days = found["skips" if after > before else "repeats"].setdefault((minutes(start), length), set())
        days.add(start.isoweekday() % 7)
    words = [
        f"{kind}={start}+{length}@{''.join(map(str, sorted(days)))}"
        for kind, at in found.items()
        for (start, length), days in sorted(at.items())
    ]
    return f"{name} {' '.join(words)}" if words else None


for zone in sys.stdin.read().split():
    if printed := line(zone):
        print(printed)
