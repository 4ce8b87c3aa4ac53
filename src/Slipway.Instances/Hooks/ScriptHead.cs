using System.Buffers.Binary;
using System.Text;

namespace Slipway.Instances.Hooks;

/// <summary>The beginning of a script file: what the kernel decides by, and what explains its refusal.</summary>
/// <param name="Bytes">At most the first 64 KiB.</param>
internal sealed record ScriptHead(byte[] Bytes)
{
    private const int MaximumBytes = 64 * 1024;

    /// <summary>Whether it is a compiled program for Linux.</summary>
    internal bool IsBinary => Bytes.AsSpan().StartsWith("\x7f"u8) && Bytes.AsSpan(1).StartsWith("ELF"u8);

    /// <summary>Whether a byte order mark hides the shebang from the kernel.</summary>
    internal bool HasByteOrderMark => Bytes is [0xEF, 0xBB, 0xBF, ..];

    /// <summary>Line, counted from 1, of the first CR LF in a text; 0 when there is none.</summary>
    internal int WindowsLine => IsBinary || Bytes.AsSpan().IndexOf("\r\n"u8) is not (var at and >= 0) ? 0 : 1 + Bytes.AsSpan(0, at).Count((byte)'\n');

    /// <summary>The interpreter as the kernel reads it from the first line, a carriage return included; null without a shebang.</summary>
    internal string? Interpreter
    {
        get
        {
            var bytes = Bytes.AsSpan();
            if (!bytes.StartsWith("#!"u8)) return null;
            var line = bytes[2..];
            if (line.IndexOf((byte)'\n') is var end and >= 0) line = line[..end];
            line = line.Trim(" \t"u8);
            var blank = line.IndexOfAny((byte)' ', (byte)'\t');
            return Encoding.UTF8.GetString(blank < 0 ? line : line[..blank]);
        }
    }

    /// <summary>The processor that a binary is for, as ELF numbers them; null when it is none.</summary>
    internal int? Machine => IsBinary && Bytes.Length >= 20 ? BinaryPrimitives.ReadUInt16LittleEndian(Bytes.AsSpan(18)) : null;

    /// <summary>The rest of the first line after the interpreter; empty when there is none.</summary>
    internal string InterpreterArguments
    {
        get
        {
            if (Interpreter is not { } interpreter) return "";
            var line = Encoding.UTF8.GetString(Bytes).AsSpan(2);
            if (line.IndexOf('\n') is var end and >= 0) line = line[..end];
            return line.Trim()[interpreter.TrimEnd('\r').Length..].Trim().ToString();
        }
    }

    /// <summary>The dynamic loader that a 64-bit binary asks for; null when it is no such binary or asks for none.</summary>
    internal string? Loader
    {
        get
        {
            // ELF64, little endian: program headers at 32 (8 bytes), their size at 54, their number at 56. Type 3 is PT_INTERP: offset at 8, size at 32.
            var bytes = Bytes.AsSpan();
            if (!IsBinary || bytes.Length < 64 || bytes[4] != 2 || bytes[5] != 1) return null;
            var at = BinaryPrimitives.ReadUInt64LittleEndian(bytes[32..]);
            var size = BinaryPrimitives.ReadUInt16LittleEndian(bytes[54..]);
            var number = BinaryPrimitives.ReadUInt16LittleEndian(bytes[56..]);
            for (var i = 0; i < number && at + 56 <= (ulong)bytes.Length; i++, at += size)
            {
                var header = bytes[(int)at..];
                if (BinaryPrimitives.ReadUInt32LittleEndian(header) != 3) continue;
                var offset = BinaryPrimitives.ReadUInt64LittleEndian(header[8..]);
                var length = BinaryPrimitives.ReadUInt64LittleEndian(header[32..]);
                if (offset >= (ulong)bytes.Length || length > (ulong)bytes.Length - offset) return null;
                return Encoding.UTF8.GetString(bytes.Slice((int)offset, (int)length)).TrimEnd('\0');
            }

            return null;
        }
    }

    /// <summary>Reads the head of a file; empty when it cannot be read.</summary>
    internal static ScriptHead Of(string file)
    {
        try
        {
            using var handle = File.OpenHandle(file);
            var buffer = new byte[MaximumBytes];
            return new(buffer[..RandomAccess.Read(handle, buffer, 0)]);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            return new([]);
        }
    }
}
