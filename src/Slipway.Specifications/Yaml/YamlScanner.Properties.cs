using System.Text;

namespace Slipway.Specifications.Yaml;

/// <summary>Directives, anchors, aliases and tags.</summary>
internal sealed partial class YamlScanner
{
    private void ScanAnchor(YamlTokenKind kind)
    {
        var start = Here;
        Advance();
        Need(1);
        var from = _position;
        while (IsWordCharacter(At(0)))
        {
            Advance();
            Need(1);
        }

        if (_position == from || !(IsBlankOrEnd(At(0)) || At(0) is '?' or ':' or ',' or ']' or '}' or '%' or '@' or '`'))
        {
            throw Fault("did not find expected alphabetic or numeric character",
                kind == YamlTokenKind.Anchor ? "while scanning an anchor" : "while scanning an alias", start);
        }

        _tokens.Add(new YamlToken(kind, start, Here, _text.Substring(from, _position - from)));
    }

    private void ScanTag()
    {
        const string context = "while scanning a tag";
        var start = Here;
        string handle;
        string suffix;
        Need(2);
        if (At(1) == '<')
        {
            Advance();
            Advance();
            handle = "";
            suffix = ScanTagUri("", verbatim: true, context, start);
            if (At(0) != '>') throw Fault("did not find the expected '>'", context, start);
            Advance();
        }
        else
        {
            handle = ScanTagHandle(directive: false, context, start);
            if (handle.Length > 1 && handle[handle.Length - 1] == '!')
            {
                suffix = ScanTagUri("", verbatim: false, context, start);
            }
            else
            {
                suffix = ScanTagUri(handle, verbatim: false, context, start);
                handle = "!";
                // The tag "!" alone has no handle.
                if (suffix.Length == 0) (handle, suffix) = ("", "!");
            }
        }

        Need(1);
        if ((_flowLevel == 0 || At(0) != ',') && !IsBlankOrEnd(At(0)))
        {
            throw Fault("did not find expected whitespace or line break", context, start);
        }

        _tokens.Add(new YamlToken(YamlTokenKind.Tag, start, Here, handle, suffix));
    }

    private string ScanTagHandle(bool directive, string context, YamlMark start)
    {
        Need(1);
        if (At(0) != '!') throw Fault("did not find expected '!'", context, start);
        var from = _position;
        Advance();
        Need(1);
        while (IsWordCharacter(At(0)))
        {
            Advance();
            Need(1);
        }

        if (At(0) == '!') Advance();
        else if (directive && _position - from != 1) throw Fault("did not find expected '!'", context, start);
        return _text.Substring(from, _position - from);
    }

    private string ScanTagUri(string head, bool verbatim, string context, YamlMark start)
    {
        var uri = new StringBuilder(head.Length > 1 ? head.Substring(1) : "");
        var length = head.Length;
        Need(1);
        while (IsUriCharacter(At(0), verbatim))
        {
            if (At(0) == '%') ScanUriEscape(uri, context, start);
            else Take(uri);
            length++;
            Need(1);
        }

        if (length == 0) throw Fault("did not find expected tag URI", context, start);
        return uri.ToString();
    }

    private static bool IsUriCharacter(char c, bool verbatim) => IsWordCharacter(c)
        || c is ';' or '/' or '?' or ':' or '@' or '&' or '=' or '+' or '$' or '.' or '%' or '!' or '~' or '*' or '\'' or '(' or ')'
        || (verbatim && c is ',' or '[' or ']');

    private void ScanUriEscape(StringBuilder to, string context, YamlMark start)
    {
        var octets = new List<byte>(4);
        var width = 0;
        do
        {
            Need(3);
            if (At(0) != '%' || !TryHexDigit(At(1), out var high) || !TryHexDigit(At(2), out var low))
            {
                throw Fault("did not find URI escaped octet", context, start);
            }

            var octet = (byte)((high << 4) + low);
            if (width == 0)
            {
                width = (octet & 0x80) == 0 ? 1 : (octet & 0xE0) == 0xC0 ? 2 : (octet & 0xF0) == 0xE0 ? 3 : (octet & 0xF8) == 0xF0 ? 4 : 0;
                if (width == 0) throw Fault("found an incorrect leading UTF-8 octet", context, start);
            }
            else if ((octet & 0xC0) != 0x80)
            {
                throw Fault("found an incorrect trailing UTF-8 octet", context, start);
            }

            octets.Add(octet);
            Advance();
            Advance();
            Advance();
        }
        while (--width > 0);

        to.Append(Encoding.UTF8.GetString(octets.ToArray()));
    }

    private void ScanDirective()
    {
        const string context = "while scanning a directive";
        var start = Here;
        Advance();
        var from = _position;
        Need(1);
        while (IsWordCharacter(At(0)))
        {
            Advance();
            Need(1);
        }

        var name = _text.Substring(from, _position - from);
        if (name.Length == 0) throw Fault("could not find expected directive name", context, start);
        if (!IsBlankOrEnd(At(0))) throw Fault("found unexpected non-alphabetical character", context, start);
        _tokens.Add(name switch
        {
            "YAML" => ScanVersion(start),
            "TAG" => ScanTagDirective(start),
            _ => throw Fault("found unknown directive name", context, start),
        });
        SkipBlanks();
        if (At(0) == '#') ScanComment();
        if (!IsBreakOrEnd(At(0))) throw Fault("did not find expected comment or line break", context, start);
        if (!IsBreak(At(0))) return;
        Need(2);
        AdvanceLine();
    }

    private YamlToken ScanVersion(YamlMark start)
    {
        SkipBlanks();
        var major = ScanVersionNumber(start);
        if (At(0) != '.') throw Fault("did not find expected digit or '.' character", "while scanning a %YAML directive", start);
        Advance();
        var minor = ScanVersionNumber(start);
        return new YamlToken(YamlTokenKind.VersionDirective, start, Here, $"{major}.{minor}");
    }

    private int ScanVersionNumber(YamlMark start)
    {
        const string context = "while scanning a %YAML directive";
        var value = 0;
        var length = 0;
        Need(1);
        while (At(0) is >= '0' and <= '9')
        {
            if (++length > 9) throw Fault("found extremely long version number", context, start);
            value = (value * 10) + (At(0) - '0');
            Advance();
            Need(1);
        }

        return length > 0 ? value : throw Fault("did not find expected version number", context, start);
    }

    private YamlToken ScanTagDirective(YamlMark start)
    {
        const string context = "while scanning a %TAG directive";
        SkipBlanks();
        var handle = ScanTagHandle(directive: true, context, start);
        Need(1);
        if (!IsBlank(At(0))) throw Fault("did not find expected whitespace", context, start);
        SkipBlanks();
        var prefix = ScanTagUri("", verbatim: true, context, start);
        Need(1);
        if (!IsBlankOrEnd(At(0))) throw Fault("did not find expected whitespace or line break", context, start);
        return new YamlToken(YamlTokenKind.TagDirective, start, Here, handle, prefix);
    }

    private void SkipBlanks()
    {
        Need(1);
        while (IsBlank(At(0)))
        {
            Advance();
            Need(1);
        }
    }
}
