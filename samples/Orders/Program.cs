using Orders;

var settings = OrdersSettings.Load();
return args switch
{
    [] => Service.Run(settings),
    ["migrate"] => Migrate(),
    ["backup", var file] => Backup(file),
    ["check", var seconds, var deploymentId] => await HealthProbe.RunAsync(settings.Url, TimeSpan.FromSeconds(int.Parse(seconds)), deploymentId),
    _ => Usage(),
};

int Migrate()
{
    Console.WriteLine($"{settings.DatabaseFile}: schema {Schema.Migrate(settings.DatabaseFile)}");
    return 0;
}

int Backup(string file)
{
    Console.WriteLine(OrderStore.Backup(settings.DatabaseFile, file) ? $"backup in {file}" : "no database yet, nothing to back up");
    return 0;
}

static int Usage()
{
    Console.Error.WriteLine("usage: dotnet Orders.dll [migrate | backup FILE | check SECONDS DEPLOYMENT-ID]");
    return 2;
}
