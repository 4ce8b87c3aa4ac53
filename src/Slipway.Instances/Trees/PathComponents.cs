namespace Slipway.Instances.Trees;

/// <summary>The names of a path one by one, without empty ones and <c>.</c>.</summary>
internal ref struct PathComponents(string path)
{
    private int at;

    public string Current { get; private set; } = "";

    public readonly PathComponents GetEnumerator() => this;

    public bool MoveNext()
    {
        while (at < path.Length)
        {
            var end = path.IndexOf('/', at);
            if (end < 0) end = path.Length;
            var name = path.AsSpan(at, end - at);
            at = end + 1;
            if (name.IsEmpty || name is ".") continue;
            Current = name.ToString();
            return true;
        }

        return false;
    }
}
