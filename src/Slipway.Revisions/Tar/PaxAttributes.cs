using System.Buffers.Text;
using System.Text;
using Slipway.Revisions.Unix;

namespace Slipway.Revisions.Tar;

/// <summary>What a pax extended header says of the entries after it; null where it says nothing.</summary>
internal sealed record PaxAttributes
{
    internal byte[]? Path { get; private set; }

    internal byte[]? LinkPath { get; private set; }

    internal long? Size { get; private set; }

    internal long? User { get; private set; }

    internal long? Group { get; private set; }

    internal UnixTime? Modified { get; private set; }

    internal string? Comment { get; private set; }

    /// <summary>GNU's sparse files keep their map in attributes of their own.</summary>
    internal bool Sparse { get; private set; }

    /// <summary>A copy with the records of <paramref name="body"/> on top; null when they are malformed.</summary>
    internal PaxAttributes? With(ReadOnlySpan<byte> body)
    {
        var result = this with { };
        while (!body.IsEmpty)
        {
            // "LENGTH KEY=VALUE\n", where the length counts itself.
            if (!Utf8Parser.TryParse(body, out int length, out var digits) || length <= digits + 1 || length > body.Length) return null;
            if (body[digits] != ' ' || body[length - 1] != '\n') return null;
            var record = body[(digits + 1)..(length - 1)];
            var equals = record.IndexOf((byte)'=');
            if (equals <= 0 || !result.Set(Encoding.UTF8.GetString(record[..equals]), record[(equals + 1)..])) return null;
            body = body[length..];
        }

        return result;
    }

    private bool Set(string key, ReadOnlySpan<byte> value)
    {
        // An empty value takes an earlier one back.
        var empty = value.IsEmpty;
        switch (key)
        {
            case "path": Path = empty ? null : value.ToArray(); return true;
            case "linkpath": LinkPath = empty ? null : value.ToArray(); return true;
            case "comment": Comment = empty ? null : Encoding.UTF8.GetString(value); return true;
            case "size": Size = empty ? null : Whole(value); return empty || Size >= 0;
            case "uid": User = empty ? null : Whole(value); return empty || User is not null;
            case "gid": Group = empty ? null : Whole(value); return empty || Group is not null;
            case "mtime": Modified = empty ? null : Time(value); return empty || Modified is not null;
            default: Sparse |= key.StartsWith("GNU.sparse.", StringComparison.Ordinal); return true;
        }
    }

    private static long? Whole(ReadOnlySpan<byte> value) => Utf8Parser.TryParse(value, out long number, out var used) && used == value.Length ? number : null;

    private static UnixTime? Time(ReadOnlySpan<byte> value)
    {
        var point = value.IndexOf((byte)'.');
        var whole = point < 0 ? value : value[..point];
        if (Whole(whole) is not { } seconds) return null;
        uint nanoseconds = 0;
        var fraction = point < 0 ? [] : value[(point + 1)..];
        for (var i = 0; i < 9; i++)
        {
            var digit = i < fraction.Length ? fraction[i] - '0' : 0;
            if (digit is < 0 or > 9) return null;
            nanoseconds = nanoseconds * 10 + (uint)digit;
        }

        // -1.25 is three quarters after second -2.
        return whole[0] == '-' && nanoseconds > 0 ? new(seconds - 1, 1_000_000_000 - nanoseconds) : new(seconds, nanoseconds);
    }
}
