namespace Slipway.Specifications.Rules.Contents;

/// <summary>What a file is by its name alone.</summary>
internal enum StoreKind
{
    /// <summary>Nothing in particular.</summary>
    None,

    /// <summary>A private key by its usual name.</summary>
    PrivateKey,

    /// <summary>A binary container for keys.</summary>
    KeyContainer,

    /// <summary>A file in which a program keeps credentials.</summary>
    Credentials,

    /// <summary>npm's settings, which may hold a token.</summary>
    Npm,

    /// <summary>NuGet's settings, which may hold a password.</summary>
    NuGet,

    /// <summary>Docker's settings, which may hold logins.</summary>
    Docker,

    /// <summary>Environment variables.</summary>
    Environment,
}

/// <summary>Files that programs keep keys and credentials in, by their names.</summary>
internal static class CredentialStores
{
    public static StoreKind Of(string path)
    {
        var name = path.Substring(path.LastIndexOf('/') + 1).ToLowerInvariant();
        var folder = FolderOf(path);
        switch (name)
        {
            case "id_rsa" or "id_ed25519" or "id_ecdsa" or "id_dsa":
                return StoreKind.PrivateKey;
            case "codedeploy.onpremises.yml" or ".netrc" or "_netrc" or ".git-credentials" or ".pgpass" or "secrets.json":
            case "credentials" when folder == ".aws":
                return StoreKind.Credentials;
            case ".npmrc":
                return StoreKind.Npm;
            case "nuget.config":
                return StoreKind.NuGet;
            case "config.json" when folder == ".docker":
                return StoreKind.Docker;
            case ".env" or "local.settings.json":
                return StoreKind.Environment;
        }

        if (Ends(name, ".ppk")) return StoreKind.PrivateKey;
        if (Ends(name, ".pfx") || Ends(name, ".p12") || Ends(name, ".jks") || Ends(name, ".keystore") || Ends(name, ".snk")) return StoreKind.KeyContainer;
        if (Ends(name, ".publishsettings") || Ends(name, ".pubxml.user")) return StoreKind.Credentials;
        if (folder == ".ssh") return name is "known_hosts" or "authorized_keys" || Ends(name, ".pub") ? StoreKind.None : StoreKind.Credentials;
        if (!name.StartsWith(".env.", StringComparison.Ordinal) && !Ends(name, ".env")) return StoreKind.None;
        return Ends(name, ".example") || Ends(name, ".sample") || Ends(name, ".template") || Ends(name, ".dist") ? StoreKind.None : StoreKind.Environment;
    }

    private static string FolderOf(string path)
    {
        var end = path.LastIndexOf('/');
        return end <= 0 ? "" : path.Substring(path.LastIndexOf('/', end - 1) + 1, end - path.LastIndexOf('/', end - 1) - 1);
    }

    private static bool Ends(string name, string ending) => name.EndsWith(ending, StringComparison.Ordinal);
}
