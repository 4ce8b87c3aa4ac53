using System.Globalization;
using System.Numerics;
using System.Text;
using Slipway.Specifications.Yaml;

namespace Slipway.Specifications.Ruby;

/// <summary>A value as agent 1.8 holds it after loading the YAML, with the node it came from.</summary>
internal abstract class RubyValue
{
    /// <summary>Where the value stands in the file.</summary>
    public required YamlNode Node { get; init; }

    /// <summary>The class name that Ruby's error messages use.</summary>
    public abstract string ClassName { get; }

    /// <summary>Whether Ruby's <c>if</c> takes it as true: everything but nil and false.</summary>
    public virtual bool IsTruthy => true;

    /// <summary>Ruby's <c>to_s</c>.</summary>
    public abstract string Text { get; }

    /// <summary>Ruby's <c>inspect</c>.</summary>
    public virtual string Inspect => Text;

    /// <summary>Ruby's <c>eql?</c>, by which hash keys are compared.</summary>
    public abstract bool IsEql(RubyValue other);

    /// <summary>A hash that fits <see cref="IsEql"/>.</summary>
    public abstract int KeyHash { get; }

    public sealed override string ToString() => Inspect;
}

internal sealed class RubyNil : RubyValue
{
    public override string ClassName => "NilClass";

    public override bool IsTruthy => false;

    public override string Text => "";

    public override string Inspect => "nil";

    public override int KeyHash => 0;

    public override bool IsEql(RubyValue other) => other is RubyNil;
}

internal sealed class RubyBoolean : RubyValue
{
    public required bool Value { get; init; }

    public override string ClassName => Value ? "TrueClass" : "FalseClass";

    public override bool IsTruthy => Value;

    public override string Text => Value ? "true" : "false";

    public override int KeyHash => Value ? 1 : 2;

    public override bool IsEql(RubyValue other) => other is RubyBoolean boolean && boolean.Value == Value;
}

internal sealed class RubyInteger : RubyValue
{
    public required BigInteger Value { get; init; }

    public override string ClassName => "Integer";

    public override string Text => Value.ToString(CultureInfo.InvariantCulture);

    public override int KeyHash => Value.GetHashCode();

    public override bool IsEql(RubyValue other) => other is RubyInteger integer && integer.Value == Value;
}

internal sealed class RubyFloat : RubyValue
{
    public required double Value { get; init; }

    public override string ClassName => "Float";

    public override string Text => RubyText.Of(Value);

    public override int KeyHash => Value.GetHashCode();

    public override bool IsEql(RubyValue other) => other is RubyFloat number && number.Value.Equals(Value);
}

internal sealed class RubyString : RubyValue
{
    public required string Value { get; init; }

    /// <summary>Whether the string holds bytes that JSON cannot express (<c>!!binary</c>).</summary>
    public bool IsBinary { get; init; }

    public override string ClassName => "String";

    public override string Text => Value;

    public override string Inspect => RubyText.Quote(Value);

    public override int KeyHash => StringComparer.Ordinal.GetHashCode(Value);

    public override bool IsEql(RubyValue other) => other is RubyString text && text.Value == Value;
}

internal sealed class RubySymbol : RubyValue
{
    public required string Value { get; init; }

    public override string ClassName => "Symbol";

    public override string Text => Value;

    public override string Inspect => RubyText.IsPlainSymbol(Value) ? ":" + Value : ":" + RubyText.Quote(Value);

    public override int KeyHash => ~StringComparer.Ordinal.GetHashCode(Value);

    public override bool IsEql(RubyValue other) => other is RubySymbol symbol && symbol.Value == Value;
}

internal sealed class RubyArray : RubyValue
{
    public required IReadOnlyList<RubyValue> Items { get; init; }

    public override string ClassName => "Array";

    public override string Text => Inspect;

    public override string Inspect => "[" + string.Join(", ", Items.Select(item => item.Inspect)) + "]";

    public override int KeyHash => Items.Aggregate(17, (hash, item) => unchecked((hash * 31) + item.KeyHash));

    public override bool IsEql(RubyValue other) => other is RubyArray array && array.Items.Count == Items.Count
        && Items.Zip(array.Items, (left, right) => left.IsEql(right)).All(same => same);
}

/// <summary>Anything else that Ruby can load (a class, an encoding): only that it is there counts.</summary>
internal sealed class RubyObject : RubyValue
{
    public required string Name { get; init; }

    public override string ClassName => "Object";

    public override string Text => Name;

    public override int KeyHash => 7;

    public override bool IsEql(RubyValue other) => other is RubyObject thing && thing.Name == Name;
}

internal sealed class RubyKeyComparer : IEqualityComparer<RubyValue>
{
    public static RubyKeyComparer Instance { get; } = new();

    public bool Equals(RubyValue? x, RubyValue? y) => ReferenceEquals(x, y) || (x is not null && y is not null && x.IsEql(y));

    public int GetHashCode(RubyValue obj) => obj.KeyHash;
}
