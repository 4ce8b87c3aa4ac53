namespace Slipway.Specifications.Rules;

/// <summary>What a rule looks at besides the text of the file under test. Where it is not known the rule is silent; it never guesses.</summary>
[Flags]
public enum Needs
{
    /// <summary>Only the file under test.</summary>
    None = 0,

    /// <summary>The texts of the hook scripts.</summary>
    Scripts = 1,

    /// <summary>The list of what is in the revision.</summary>
    Revision = 2,

    /// <summary>The contents of the revision's files.</summary>
    Contents = 4,

    /// <summary>The state of the git checkout.</summary>
    Checkout = 8,

    /// <summary>MSBuild properties.</summary>
    Properties = 16,

    /// <summary>Another document of the project.</summary>
    Companions = 32,

    /// <summary>Syntax errors of C# hook scripts.</summary>
    CSharp = 64,

    /// <summary>A program of the machine that looks for it, such as shellcheck. Rules with this need have no method of their own.</summary>
    Programs = 128,
}
