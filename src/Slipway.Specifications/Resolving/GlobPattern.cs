namespace Slipway.Specifications.Resolving;

/// <summary>
/// A pattern for paths: <c>*</c> and <c>?</c> within a name, <c>**</c> as a whole name for any number of folders, <c>[a-z]</c>, <c>[!a]</c>,
/// <c>{a,b}</c>. Names are compared with their case; those that begin with a dot are no exception. Matching goes through the path once, with
/// all states of the pattern at a time: no pattern takes longer than its length times the path's.
/// </summary>
internal sealed class GlobPattern
{
    /// <summary>The longest pattern, in characters.</summary>
    public const int MaxLength = 1000;

    private static readonly char[] Special = ['*', '?', '[', '{'];

    private readonly string _pattern;
    private readonly GlobSyntax _syntax;
    private readonly List<Step> _steps = [];
    private readonly int[] _added;
    private readonly List<int> _now = [];
    private readonly List<int> _next = [];
    private readonly Stack<int> _open = new();
    private int _generation;

    private GlobPattern(string pattern, GlobSyntax syntax)
    {
        (_pattern, _syntax) = (pattern, syntax);
        Compile(0, pattern.Length);
        _steps.Add(new Step(StepKind.Match));
        _added = new int[_steps.Count];
    }

    private enum StepKind
    {
        /// <summary>One certain character.</summary>
        Character,

        /// <summary>Any character but the slash.</summary>
        InName,

        /// <summary>Any character.</summary>
        Any,

        /// <summary>A character of a class.</summary>
        Class,

        /// <summary>Goes on at two steps.</summary>
        Split,

        /// <summary>Goes on elsewhere.</summary>
        Jump,

        /// <summary>The end of the pattern.</summary>
        Match,
    }

    /// <summary>Why a pattern cannot be used; null when it can.</summary>
    public static string? Problem(string pattern)
    {
        if (pattern.Length > MaxLength) return $"has more than {MaxLength} characters";
        if (GlobSyntax.Of(pattern).Unclosed is { } open) return $"has a '{pattern[open]}' that is never closed";
        return Array.IndexOf(pattern.Split('/'), "..") >= 0 ? "climbs with '..'" : null;
    }

    /// <summary>Whether a text is a pattern and not only a name.</summary>
    public static bool IsPattern(string text) => text.IndexOfAny(Special) >= 0 && (text.Length > MaxLength || GlobSyntax.Of(text).FirstSpecial(text) >= 0);

    /// <summary>The folder in front of the first name with a special character, without a slash at its end.</summary>
    public static string FolderOf(string pattern)
    {
        var special = GlobSyntax.Of(pattern).FirstSpecial(pattern);
        var slash = pattern.LastIndexOf('/', special < 0 ? pattern.Length - 1 : special);
        return slash < 0 ? "" : pattern.Substring(0, slash);
    }

    /// <summary>Reads a pattern that has no <see cref="Problem"/>.</summary>
    public static GlobPattern Parse(string pattern) => new(pattern, GlobSyntax.Of(pattern));

    /// <summary>Whether the whole path matches.</summary>
    public bool Matches(string path) => Run(path, orFolder: false);

    /// <summary>Whether the path matches, or a folder that it lies in.</summary>
    public bool MatchesWithin(string path) => Run(path, orFolder: true);

    private bool Run(string path, bool orFolder)
    {
        _now.Clear();
        _generation++;
        Add(0, _now);
        for (var i = 0; i < path.Length; i++)
        {
            if (orFolder && path[i] == '/' && IsMatch()) return true;
            if (_now.Count == 0) return false;
            var character = char.IsHighSurrogate(path[i]) && i + 1 < path.Length && char.IsLowSurrogate(path[i + 1]) ? char.ConvertToUtf32(path[i], path[++i]) : path[i];
            _next.Clear();
            _generation++;
            foreach (var state in _now)
            {
                if (_steps[state].Takes(character)) Add(state + 1, _next);
            }

            _now.Clear();
            _now.AddRange(_next);
        }

        return IsMatch();
    }

    private bool IsMatch() => _added[_steps.Count - 1] == _generation;

    private void Add(int first, List<int> to)
    {
        _open.Push(first);
        while (_open.Count > 0)
        {
            var state = _open.Pop();
            if (_added[state] == _generation) continue;
            _added[state] = _generation;
            var step = _steps[state];
            switch (step.Kind)
            {
                case StepKind.Split:
                    _open.Push(step.Target);
                    _open.Push(state + 1);
                    break;
                case StepKind.Jump:
                    _open.Push(step.Target);
                    break;
                case not StepKind.Match:
                    to.Add(state);
                    break;
            }
        }
    }

    private void Compile(int start, int end)
    {
        for (var at = start; at < end; at++)
        {
            var close = _syntax.EndOf(at);
            switch (_pattern[at])
            {
                case '*':
                    var stars = at;
                    while (stars < end && _pattern[stars] == '*') stars++;
                    at = stars - at == 2 && IsEdge(at - 1, "/{,") && IsEdge(stars, "/},") ? Folders(stars) : Loop(StepKind.InName, stars);
                    break;
                case '?':
                    _steps.Add(new Step(StepKind.InName));
                    break;
                case '[' when close >= 0:
                    _steps.Add(new Step(StepKind.Class) { Class = CharacterClass.Parse(_pattern, at, close) });
                    at = close;
                    break;
                case '{' when close >= 0:
                    Alternatives(at, close);
                    at = close;
                    break;
                case var high when char.IsHighSurrogate(high) && at + 1 < end && char.IsLowSurrogate(_pattern[at + 1]):
                    _steps.Add(new Step(StepKind.Character) { Character = char.ConvertToUtf32(high, _pattern[++at]) });
                    break;
                case var other:
                    _steps.Add(new Step(StepKind.Character) { Character = other });
                    break;
            }
        }
    }

    private bool IsEdge(int at, string edges) => at < 0 || at >= _pattern.Length || edges.IndexOf(_pattern[at]) >= 0;

    /// <summary><c>**/</c>: nothing, or folders with their slash; <c>**</c> at the end: everything below.</summary>
    private int Folders(int behind)
    {
        if (behind < _pattern.Length && _pattern[behind] == '/')
        {
            var split = _steps.Count;
            _steps.Add(default);
            Loop(StepKind.Any, behind);
            _steps.Add(new Step(StepKind.Character) { Character = '/' });
            _steps[split] = new Step(StepKind.Split) { Target = _steps.Count };
            return behind;
        }

        _steps.Add(new Step(StepKind.Any));
        return Loop(StepKind.Any, behind);
    }

    /// <summary>Any number of characters.</summary>
    private int Loop(StepKind kind, int behind)
    {
        var split = _steps.Count;
        _steps.Add(new Step(StepKind.Split) { Target = split + 3 });
        _steps.Add(new Step(kind));
        _steps.Add(new Step(StepKind.Jump) { Target = split });
        return behind - 1;
    }

    private void Alternatives(int open, int close)
    {
        var jumps = new List<int>();
        var start = open + 1;
        for (var at = start; at <= close; at++)
        {
            if (at < close && !_syntax.IsSeparator(at))
            {
                var inner = _syntax.EndOf(at);
                if (inner >= 0) at = inner;
                continue;
            }

            var split = _steps.Count;
            if (at < close) _steps.Add(default);
            Compile(start, at);
            if (at < close)
            {
                jumps.Add(_steps.Count);
                _steps.Add(default);
                _steps[split] = new Step(StepKind.Split) { Target = _steps.Count };
            }

            start = at + 1;
        }

        foreach (var jump in jumps) _steps[jump] = new Step(StepKind.Jump) { Target = _steps.Count };
    }

    private readonly record struct Step(StepKind Kind)
    {
        public int Character { get; init; }

        public int Target { get; init; }

        public CharacterClass? Class { get; init; }

        public bool Takes(int character) => Kind switch
        {
            StepKind.Character => character == Character,
            StepKind.InName => character != '/',
            StepKind.Any => true,
            StepKind.Class => Class!.Has(character),
            _ => false,
        };
    }
}
