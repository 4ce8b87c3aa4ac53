using Slipway.Specifications.Rules;

namespace Slipway.Tasks;

/// <summary>Where a code is explained.</summary>
internal static class HelpLinks
{
    private const string ErrorsRoot = "https://github.com/slipway-deploy/slipway/blob/main/docs/errors/";

    /// <summary>The page of a rule, or the table of an engine code's room; null for a code of neither.</summary>
    public static string? For(string code)
    {
        var page = code[..Math.Min(code.Length, 5)] switch
        {
            "SLW00" => "build.md",
            "SLW01" => "revisions.md",
            "SLW02" => "instances.md",
            "SLW03" => "hooks.md",
            "SLW04" => "deployments.md",
            "SLW06" => "aws.md",
            _ => null,
        };
        return page is null ? RuleCatalogue.All.FirstOrDefault(rule => rule.Id == code)?.HelpLink : ErrorsRoot + page;
    }
}
