using System.Globalization;
using System.Text.RegularExpressions;
using Slipway.Specifications.Rules;
using Slipway.Specifications.Rules.DeployFiles;
using Slipway.Specifications.Schemas;
using Slipway.Specifications.Yaml;

namespace Slipway.Specifications.DeployFiles;

/// <summary>
/// Holds a part of a file against its description before it is read: the first thing that does not fit is the error. The rules say the same, all at once and with
/// fixes; this is for a deployment, which must not begin with a file that says something else than it does.
/// </summary>
internal sealed class ShapeCheck(DeployFileSource source)
{
    private static readonly TimeSpan PatternTimeout = TimeSpan.FromSeconds(1);

    private YamlReferences References => source.References;

    /// <summary>Checks a node and all below it.</summary>
    /// <param name="node">The node.</param>
    /// <param name="shape">What it must be.</param>
    /// <param name="what">How the message calls it.</param>
    /// <param name="leftOut">A key of the mapping that somebody else checks.</param>
    /// <exception cref="SlipwayException">SLW0414: something does not fit.</exception>
    public void Check(YamlNode node, Shape shape, string what, string? leftOut = null)
    {
        // What stands at an anchor is told where it is used: there it does not fit.
        var written = References.Resolve(node);
        if (AppSpecView.IsNull(written) || shape is AnyShape) return;
        var place = written.Range.Length > 0 ? written : node;
        switch (shape)
        {
            case MappingShape mapping when written is YamlMapping entries:
                Keys(entries, mapping, leftOut);
                break;
            case ListShape list when written is YamlSequence items:
                if (items.Items.Count < list.MinItems) throw source.Refused(place, $"{what} needs at least {list.MinItems} item.");
                foreach (var item in items.Items) Check(item, list.Item, $"an item of {what}");
                break;
            case ScalarShape scalar when written is YamlScalar value:
                Scalar(value, scalar, what, place);
                break;
            case ChoiceShape choice when choice.Choices.FirstOrDefault(one => Fits(written, one)) is { } fitting:
                Check(written, fitting, what);
                break;
            default:
                throw source.Refused(place, $"{what} must be {Called(shape)}, but is {Called(written)}.");
        }
    }

    /// <summary>The keys of a mapping, and what stands behind them.</summary>
    private void Keys(YamlMapping mapping, MappingShape shape, string? leftOut)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var entry in mapping.Entries)
        {
            if (entry.Name is not { } name) throw source.Refused(entry.Key, $"A key of {shape.Place} is a text.");
            if (name == "<<" || name.StartsWith("x-", StringComparison.Ordinal)) continue;
            if (!seen.Add(name)) throw source.Refused(entry.Key, $"'{name}' stands here twice. Remove one.");
        }

        foreach (var entry in References.Entries(mapping))
        {
            if (entry.Name is not { } name || name.StartsWith("x-", StringComparison.Ordinal) || name == leftOut) continue;
            if (shape.ValueOf(name) is not { } wanted) throw source.Refused(entry.Key, Unknown(name, shape));
            Check(entry.Value, wanted, $"'{name}'");
        }

        if (shape.Keys.FirstOrDefault(key => key.Required && References.Find(mapping, key.Name) is null) is { } missing)
            throw source.Refused(mapping, $"'{missing.Name}' is missing in {shape.Place}.");
    }

    /// <summary>What is said of a key that does not exist.</summary>
    public static string Unknown(string name, MappingShape shape)
    {
        var known = shape.Keys.Select(key => key.Name).ToList();
        return $"'{name}' is not a key of {shape.Place}. "
            + (NearestName.Of(name, known) is { } near ? $"Did you mean '{near}'?" : $"Known here: {string.Join(", ", known.Take(16))}{(known.Count > 16 ? " and others" : "")}.");
    }

    private void Scalar(YamlScalar value, ScalarShape shape, string what, YamlNode place)
    {
        if (shape.Values.Count > 0 && !shape.Values.Contains(value.Value))
        {
            throw source.Refused(place, $"'{value.Value}' is no value of {what}. "
                + (NearestName.Of(value.Value, shape.Values) is { } near ? $"Did you mean '{near}'?" : $"Possible: {string.Join(", ", shape.Values)}."));
        }

        switch (shape.Type)
        {
            case ScalarType.Integer:
                var (least, most) = (shape.Minimum ?? 0, shape.Maximum ?? int.MaxValue);
                if (DeployFileView.Whole(value) is { } number && number >= least && number <= most) return;
                throw source.Refused(place, $"{what} is '{value.Value}'. Write a whole number, {Range(least, most)}.");
            case ScalarType.Boolean:
                if (value.Value is "true" or "True" or "TRUE" or "false" or "False" or "FALSE" || DeployFileView.IsTrue(value) || DeployFileView.IsFalse(value)) return;
                throw source.Refused(place, $"{what} is '{value.Value}'. Write true or false.");
            case ScalarType.Text when shape.Pattern is { } pattern && !Regex.IsMatch(value.Value, pattern, RegexOptions.CultureInvariant, PatternTimeout):
                throw source.Refused(place, $"'{value.Value}' cannot be {what}. It must look like {pattern}.");
        }
    }

    private static bool Fits(YamlNode node, Shape shape) => (shape, node) switch
    {
        (MappingShape, YamlMapping) or (ScalarShape, YamlScalar) or (ListShape, YamlSequence) or (AnyShape, _) => true,
        (ChoiceShape choice, _) => choice.Choices.Any(one => Fits(node, one)),
        _ => false,
    };

    private static string Range(int least, int most) =>
        most == int.MaxValue ? $"{least.ToString(CultureInfo.InvariantCulture)} or more" : $"{least.ToString(CultureInfo.InvariantCulture)} to {most.ToString(CultureInfo.InvariantCulture)}";

    private static string Called(Shape shape) => shape switch
    {
        MappingShape => "a mapping",
        ListShape => "a list",
        ChoiceShape choice => string.Join(" or ", choice.Choices.Select(Called)),
        _ => "a single value",
    };

    private static string Called(YamlNode node) =>
        node switch { YamlMapping => "a mapping", YamlSequence => "a list", YamlAlias alias => $"a reference to '{alias.Name}', which is nowhere", _ => "a single value" };
}
