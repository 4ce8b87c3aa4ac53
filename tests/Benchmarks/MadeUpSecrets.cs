using System.Security.Cryptography;

namespace Slipway.Benchmarks;

/// <summary>Secrets of every published form, made up from random characters, in the files where people leave them.</summary>
internal static class MadeUpSecrets
{
    private const string Upper = "ABCDEFGHIJKLMNOPQRSTUVWXYZ", Lower = "abcdefghijklmnopqrstuvwxyz", Digits = "0123456789", Base32 = Upper + "234567";

    /// <summary>One of each kind.</summary>
    internal static IEnumerable<(string Kind, string Path, string Content)> Of(int seed)
    {
        var random = new Random(seed);
        string Some(string alphabet, int count) => new([.. Enumerable.Range(0, count).Select(_ => alphabet[random.Next(alphabet.Length)])]);
        string Word(int count) => Some(Upper + Lower + Digits, count);
        string Password() => $"{Word(6)}-{Word(5)}!{random.Next(10)}";
        yield return ("AWS access key", "app/settings.ini", $"[aws]\nkey = AKIA{Some(Base32, 16)}\n");
        yield return ("AWS access key", "app/Startup.cs", $"var credentials = new BasicAWSCredentials(\"AKIA{Some(Base32, 16)}\", secret);\n");
        yield return ("AWS temporary key", "app/notes.md", $"Used `ASIA{Some(Base32, 16)}` for the test.\n");
        yield return ("AWS secret key", "app/run.sh", $"export AWS_SECRET_ACCESS_KEY={Word(20)}/{Word(18)}+\n");
        yield return ("AWS secret key", "app/aws.json", $"{{ \"aws_secret_access_key\": \"{Word(39)}/\" }}\n");
        yield return ("AWS key in an assembly", "app/App.dll", "MZ\0\0\0" + string.Concat($" AKIA{Some(Base32, 16)} ".Select(c => $"{c}\0")));
        using var ecdsa = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        yield return ("EC private key", "certs/server.key", ecdsa.ExportECPrivateKeyPem() + "\n");
        yield return ("PKCS 8 private key", "certs/server.pem", "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n" + ecdsa.ExportPkcs8PrivateKeyPem() + "\n");
        yield return ("encrypted private key", "certs/locked.pem", ecdsa.ExportEncryptedPkcs8PrivateKeyPem(Password(), new(PbeEncryptionAlgorithm.Aes128Cbc, HashAlgorithmName.SHA256, 1)) + "\r\n");
        yield return ("private key in JSON", "app/service.json", $"{{ \"private_key\": \"{ecdsa.ExportPkcs8PrivateKeyPem().Replace("\n", "\\n", StringComparison.Ordinal)}\\n\" }}");
        yield return ("OpenSSH key", "home/deploy_key", $"-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjEAAAAA{Word(46)}\n{Word(70)}\n-----END OPENSSH PRIVATE KEY-----\n");
        yield return ("SSH key by its name", "home/.ssh/id_ed25519", "anything");
        yield return ("PuTTY key", "home/key.txt", $"PuTTY-User-Key-File-3: ssh-ed25519\nEncryption: none\n{Word(64)}\n");
        yield return ("key container", "certs/site.pfx", Word(300));
        yield return ("GitHub token", "build.ps1", $"$token = 'ghp_{Word(36)}'\n");
        yield return ("GitHub token", "ci.yml", $"env:\n  GH: gho_{Word(36)}\n");
        yield return ("GitHub fine-grained token", ".gitmodules", $"url = https://github_pat_{Word(22)}_{Word(59)}@github.com/a/b\n");
        yield return ("GitLab token", "setup.sh", $"curl -H 'PRIVATE-TOKEN: glpat-{Word(18)}7Q' https://gitlab.com\n");
        yield return ("Slack token", "bot.py", $"client = WebClient(token='xoxb-{Some(Digits, 12)}-{Some(Digits, 12)}-{Word(24)}')\n");
        yield return ("Stripe key", "pay.js", $"stripe('sk_live_{Word(24)}')\n");
        yield return ("Google key", "maps.cs", $"const string Key = \"AIza{Word(33)}-_\";\n");
        yield return ("NuGet key", "push.cmd", $"dotnet nuget push *.nupkg -k oy2{Some(Lower + Digits, 43)}\r\n");
        yield return ("npm token", "publish.sh", $"npm config set //registry.npmjs.org/:_authToken npm_{Word(36)}\n");
        yield return ("npm login", ".npmrc", $"//registry.npmjs.org/:_authToken=npm_{Word(36)}\n");
        yield return ("Azure storage key", "web.config", $"<add value=\"DefaultEndpointsProtocol=https;AccountName=a;AccountKey={Word(86)}==\" />\n");
        yield return ("connection string", "appsettings.json", $"{{ \"ConnectionStrings\": {{ \"Main\": \"Server=db;User Id=sa;Password={Password()};\" }} }}\n");
        yield return ("connection string", "web.config", $"<connectionStrings><add name=\"a\" connectionString=\"Data Source=db;Uid=sa;Pwd={Password()}\" /></connectionStrings>\n");
        yield return ("password", "appsettings.Production.json", $"{{ \"Smtp\": {{ \"Password\": \"{Password()}\" }} }}\n");
        yield return ("password in a URI", "config.yml", $"url: amqp://app:{Word(14)}@queue:5672/\n");
        yield return ("password", "db.properties", $"db.password={Password()}\n");
        yield return ("environment file", ".env", $"DB_PASSWORD={Password()}\n");
        yield return ("environment file", "app/.env.production", $"API_TOKEN={Word(30)}\n");
        yield return ("user secrets", "UserSecrets/secrets.json", $"{{ \"Key\": \"{Password()}\" }}\n");
        yield return ("AWS login", "home/.aws/credentials", $"[default]\naws_access_key_id = AKIA{Some(Base32, 16)}\n");
        yield return ("netrc", "home/.netrc", $"machine host login me password {Password()}\n");
        yield return ("text with a byte order mark", "app/settings.txt", "\uFEFF" + $"token = ghp_{Word(36)}\n");
    }
}
