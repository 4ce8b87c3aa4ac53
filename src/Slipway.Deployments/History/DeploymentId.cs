using System.Security.Cryptography;

namespace Slipway.Deployments.History;

/// <summary>Ids of deployments: <c>d-</c> and nine capital letters or digits, as CodeDeploy writes them.</summary>
public static class DeploymentId
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

    /// <summary>A new id that no deployment of the state has.</summary>
    public static string New(StateFolder state)
    {
        while (true)
        {
            var id = "d-" + RandomNumberGenerator.GetString(Alphabet, 9);
            if (!Directory.Exists(state.OfDeployment(id))) return id;
        }
    }

    /// <summary>Whether a text can be an id; what cannot is never made a path.</summary>
    public static bool IsValid(string text) => text.Length == 11 && text.StartsWith("d-", StringComparison.Ordinal) && text.Skip(2).All(Alphabet.Contains);
}
