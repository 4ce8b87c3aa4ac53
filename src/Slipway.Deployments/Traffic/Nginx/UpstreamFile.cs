using System.Text;

namespace Slipway.Deployments.Traffic.Nginx;

/// <summary>A <c>server</c> line of an upstream.</summary>
/// <param name="Address">Its address.</param>
/// <param name="Alias">The first word of the comment behind it on its line, by which it may be called as well; null for none.</param>
/// <param name="Parameters">What follows the address.</param>
/// <param name="DownAt">Where <c>down</c> stands with the space before it; null when it does not.</param>
/// <param name="End">Where the semicolon stands.</param>
internal sealed record UpstreamServer(string Address, string? Alias, IReadOnlyList<string> Parameters, Range? DownAt, int End)
{
    public bool IsDown => DownAt is not null;

    /// <summary>Whether one failed request does not take it out for ten seconds.</summary>
    public bool ToleratesFailures => Parameters.Contains("max_fails=0");

    public bool IsCalled(string name) => Address == name || Alias == name;
}

/// <summary>
/// The file with an upstream, as text of which only the word <c>down</c> of a server changes. Bytes are kept as they are (the text is Latin-1, one char a byte).
/// </summary>
internal sealed class UpstreamFile
{
    private readonly string text;

    private UpstreamFile(string text, IReadOnlyDictionary<string, IReadOnlyList<UpstreamServer>> upstreams)
    {
        this.text = text;
        Upstreams = upstreams;
    }

    /// <summary>The upstreams of the file with their servers, in the file's order.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<UpstreamServer>> Upstreams { get; }

    /// <summary>Reads a file's content.</summary>
    /// <exception cref="FormatException">It is not nginx's syntax; the message begins with the line.</exception>
    public static UpstreamFile Parse(ReadOnlySpan<byte> content)
    {
        var text = Encoding.Latin1.GetString(content);
        return new UpstreamFile(text, new Reader(text).Read());
    }

    /// <summary>The content with a server marked down, or not.</summary>
    public byte[] With(UpstreamServer server, bool isDown)
    {
        var changed = (isDown, server.DownAt) switch
        {
            (true, null) => text.Insert(server.End, " down"),
            (false, { } down) => text.Remove(down.Start.Value, down.End.Value - down.Start.Value),
            _ => text,
        };
        return Encoding.Latin1.GetBytes(changed);
    }

    private ref struct Reader(string text)
    {
        private readonly Dictionary<string, IReadOnlyList<UpstreamServer>> upstreams = new(StringComparer.Ordinal);
        private int at;

        public Dictionary<string, IReadOnlyList<UpstreamServer>> Read()
        {
            var depth = 0;
            List<UpstreamServer>? open = null;
            while (Directive(out var words, out var end) is var kind && kind != '\0')
            {
                if (kind == '{')
                {
                    depth++;
                    if (depth == 1 && words is [{ Text: "upstream" }, var name])
                    {
                        open = [];
                        upstreams[name.Text] = open;
                    }
                }
                else if (kind == '}')
                {
                    if (--depth < 0) throw Error(at - 1, "a } too many");
                    if (depth == 0) open = null;
                }
                else if (open is not null && depth == 1 && words is [{ Text: "server" }, var address, .. var parameters])
                {
                    open.Add(Server(address, parameters, end));
                }
            }
            return depth == 0 ? upstreams : throw Error(text.Length, "a } is missing");
        }

        private readonly UpstreamServer Server(Word address, List<Word> parameters, int end)
        {
            var down = parameters.FirstOrDefault(word => word.Text == "down");
            Range? downAt = down.Text is null ? null : SpaceBefore(down.Start)..down.End;
            return new UpstreamServer(address.Text, AliasBehind(end), [.. parameters.Select(word => word.Text)], downAt, end);
        }

        private readonly int SpaceBefore(int position)
        {
            var start = position;
            while (start > 0 && text[start - 1] is ' ' or '\t') start--;
            return start;
        }

        private readonly string? AliasBehind(int semicolon)
        {
            var rest = text[(semicolon + 1)..(text.IndexOf('\n', semicolon) is >= 0 and var newline ? newline : text.Length)].Trim();
            return rest.StartsWith('#') ? rest[1..].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).FirstOrDefault() : null;
        }

        /// <summary>The words up to ; or { or }; the character that ended them, '\0' at the end of the file.</summary>
        private char Directive(out List<Word> words, out int end)
        {
            words = [];
            while (true)
            {
                SkipSpace();
                end = at;
                if (at == text.Length) return words.Count == 0 ? '\0' : throw Error(words[0].Start, $"'{words[0].Text}' has no ; at its end");
                if (text[at] is ';' or '{' or '}')
                {
                    if (text[at] == '}' && words.Count > 0) throw Error(words[0].Start, $"'{words[0].Text}' has no ; at its end");
                    return text[at++];
                }
                words.Add(Word());
            }
        }

        private void SkipSpace()
        {
            while (at < text.Length)
            {
                if (text[at] == '#') at = text.IndexOf('\n', at) is >= 0 and var newline ? newline : text.Length;
                else if (text[at] is ' ' or '\t' or '\r' or '\n') at++;
                else return;
            }
        }

        private Word Word()
        {
            var start = at;
            if (text[at] is '"' or '\'')
            {
                var quote = text[at++];
                var value = new StringBuilder();
                for (; at < text.Length && text[at] != quote; at++)
                {
                    if (text[at] == '\\' && at + 1 < text.Length) at++;
                    value.Append(text[at]);
                }
                if (at == text.Length) throw Error(start, "a quotation mark is not closed");
                return new Word(value.ToString(), start, ++at);
            }
            while (at < text.Length && text[at] is not (' ' or '\t' or '\r' or '\n' or ';' or '{' or '}'))
            {
                if (text[at] == '\\' && at + 1 < text.Length) at++;
                at++;
            }
            return new Word(text[start..at], start, at);
        }

        private readonly FormatException Error(int position, string what) => new($"{text.AsSpan(0, position).Count('\n') + 1}:{what}");
    }

    private readonly record struct Word(string Text, int Start, int End);
}
