using System.Text.RegularExpressions;

namespace Slipway.Specifications.Rules.Functions;

/// <summary>The forms of AWS's names and ARNs.</summary>
internal static class AwsNames
{
    public const string FunctionName = "[A-Za-z0-9_-]{1,64}";

    public const string FunctionArn = "arn:aws[a-z-]*:lambda:[a-z0-9-]+:[0-9]{12}:function:[A-Za-z0-9_-]{1,64}(:[A-Za-z0-9_$-]{1,128})?";

    public const string TaskDefinitionArn = "arn:aws[a-z-]*:ecs:[a-z0-9-]+:[0-9]{12}:task-definition/[A-Za-z0-9_-]{1,255}:[1-9][0-9]*";

    public const string Alias = "(?!^[0-9]+$)[A-Za-z0-9_-]{1,128}";

    /// <summary>Names of applications, groups, configurations and on-premises instances.</summary>
    public const string CodeDeployName = "[A-Za-z0-9._+=,@-]{1,100}";

    /// <summary>Names of load balancers and target groups.</summary>
    public const string LoadBalancerName = "(?!-)[A-Za-z0-9-]{1,32}(?<!-)";

    public const string TopicArn = "arn:aws[a-z-]*:sns:[a-z0-9-]+:[0-9]{12}:[A-Za-z0-9_-]{1,256}([.]fifo)?";

    public const string RoleArn = "arn:aws[a-z-]*:iam::[0-9]{12}:role/[A-Za-z0-9+=,.@_/-]{1,576}";

    public const string ListenerArn = "arn:aws[a-z-]*:elasticloadbalancing:[a-z0-9-]+:[0-9]{12}:listener/[A-Za-z0-9/-]{1,300}";

    private static readonly Dictionary<string, Regex> Compiled = new[] { FunctionName, FunctionArn, TaskDefinitionArn, Alias, LoadBalancerName, TopicArn, RoleArn, ListenerArn }
        .ToDictionary(pattern => pattern, pattern => new Regex("^(?:" + pattern + @")\z", RegexOptions.CultureInvariant), StringComparer.Ordinal);

    /// <summary>Whether a text has one of the forms from its first to its last character.</summary>
    public static bool Has(string text, string form) => text.Length <= 1024 && Compiled[form].IsMatch(text);
}
