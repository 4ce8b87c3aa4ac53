using System.Buffers;
using System.Text;

namespace Slipway.Instances.Hooks;

/// <summary>Makes lines of the bytes of one stream as they come. Holds at most one line, and of a monster line at most <see cref="MaximumBytes"/>.</summary>
internal sealed class LineSplitter(Action<string> line)
{
    /// <summary>A longer line is handed on in pieces, so that a script that writes no line feed cannot fill the memory.</summary>
    internal const int MaximumBytes = 1 << 20;

    private readonly ArrayBufferWriter<byte> _pending = new(256);

    internal void Add(ReadOnlySpan<byte> bytes)
    {
        while (bytes.IndexOf((byte)'\n') is var end and >= 0)
        {
            AddPart(bytes[..end]);
            EmitPending();
            bytes = bytes[(end + 1)..];
        }

        AddPart(bytes);
    }

    /// <summary>The stream has ended: what came after the last line feed is a line of its own.</summary>
    internal void End()
    {
        if (_pending.WrittenCount > 0) EmitPending();
    }

    private void AddPart(ReadOnlySpan<byte> part)
    {
        while (_pending.WrittenCount + part.Length > MaximumBytes)
        {
            var room = MaximumBytes - _pending.WrittenCount;
            _pending.Write(part[..room]);
            part = part[room..];
            EmitWholeCharacters();
        }

        _pending.Write(part);
    }

    private void EmitPending()
    {
        line(Encoding.UTF8.GetString(_pending.WrittenSpan));
        _pending.ResetWrittenCount();
    }

    private void EmitWholeCharacters()
    {
        var bytes = _pending.WrittenSpan;
        var cut = bytes.Length;

        // Step back over the continuation bytes of a character whose end has not come yet.
        while (cut > bytes.Length - 3 && (bytes[cut - 1] & 0xC0) == 0x80) cut--;
        cut = bytes[cut - 1] >= 0xC0 ? cut - 1 : bytes.Length;
        var rest = bytes[cut..].ToArray();
        line(Encoding.UTF8.GetString(bytes[..cut]));
        _pending.ResetWrittenCount();
        _pending.Write(rest);
    }
}
